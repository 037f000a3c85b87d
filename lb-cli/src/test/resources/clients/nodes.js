// SPDX-License-Identifier: Apache-2.0
// Three nodes that share nothing, each with what the clients of clients.js speak to: an echo over WebSockets, a hub that speaks the
// negotiation and the JSON protocol of SignalR over all of its transports, and Socket.IO. Prints the ports and serves until killed.
'use strict';
const http = require('http');
const crypto = require('crypto');
const { WebSocketServer } = require('ws');
const { Server } = require('socket.io');

const END = '\x1e';

function node(name) {
  const connections = new Map();
  const sockets = new WebSocketServer({ noServer: true });
  const server = http.createServer((request, response) => hub(request, response));

  function frames(text, send) {
    for (const frame of text.split(END)) {
      if (frame === '') continue;
      const message = JSON.parse(frame);
      if (message.protocol) {
        send('{}' + END);
      } else if (message.type === 1 && message.invocationId) {
        send(JSON.stringify({ type: 3, invocationId: message.invocationId, result: name + ':' + message.arguments[0] }) + END);
      } else if (message.type === 1) {
        for (let i = 0; i < 3; i++) send(JSON.stringify({ type: 1, target: 'told', arguments: [name, i] }) + END);
      }
    }
  }

  function hub(request, response) {
    const url = new URL(request.url, 'http://node');
    if (url.pathname === '/hub/negotiate') {
      const token = crypto.randomUUID();
      connections.set(token, { queue: [], waiting: null });
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({
        negotiateVersion: 1, connectionId: token, connectionToken: token,
        availableTransports: [
          { transport: 'WebSockets', transferFormats: ['Text'] },
          { transport: 'ServerSentEvents', transferFormats: ['Text'] },
          { transport: 'LongPolling', transferFormats: ['Text'] }],
      }));
      return;
    }
    const connection = connections.get(url.searchParams.get('id'));
    if (url.pathname !== '/hub' || !connection) {
      response.writeHead(404).end('No Connection with that ID');
      return;
    }
    const send = (text) => {
      if (connection.stream) {
        connection.stream.write('data: ' + text + '\r\n\r\n');
      } else if (connection.waiting) {
        connection.waiting.end(text);
        connection.waiting = null;
      } else {
        connection.queue.push(text);
      }
    };
    if (request.method === 'POST') {
      let body = '';
      request.on('data', (data) => { body += data; });
      request.on('end', () => { response.end(); frames(body, send); });
    } else if (request.method === 'DELETE') {
      connections.delete(url.searchParams.get('id'));
      response.writeHead(202).end();
      if (connection.waiting) connection.waiting.writeHead(204).end();
    } else if ((request.headers.accept || '').includes('text/event-stream')) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
      response.write(':\r\n\r\n');
      connection.stream = response;
    } else if (!connection.polled) {
      // The first poll only says that the transport works.
      connection.polled = true;
      response.end();
    } else if (connection.queue.length > 0) {
      response.end(connection.queue.splice(0).join(''));
    } else {
      connection.waiting = response;
    }
  }

  const io = new Server(server, { path: '/socket.io/', transports: ['polling'], serveClient: false });
  io.on('connection', (socket) => {
    socket.on('ask', (text, answer) => answer(name + ':' + text));
  });

  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url, 'http://node');
    if (url.pathname === '/echo') {
      sockets.handleUpgrade(request, socket, head, (ws) => {
        ws.send(name);
        ws.on('message', (data, binary) => ws.send(data, { binary }));
      });
    } else if (url.pathname === '/hub' && connections.has(url.searchParams.get('id'))) {
      sockets.handleUpgrade(request, socket, head, (ws) => {
        ws.on('message', (data) => frames(String(data), (text) => ws.send(text)));
      });
    } else if (url.pathname !== '/socket.io/') {
      socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
}

Promise.all(['n1', 'n2', 'n3'].map(node)).then((ports) => console.log('ports ' + ports.join(' ')));
