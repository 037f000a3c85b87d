// SPDX-License-Identifier: Apache-2.0
// node clients.js WHAT BASE: one conversation of a real client through a balancer at BASE. Prints "ok DETAIL" or "failed WHY".
'use strict';
const http = require('http');
const http2 = require('http2');
const { EventEmitter } = require('events');
const { WebSocket } = require('ws');
const signalR = require('@microsoft/signalr');
const { io } = require('socket.io-client');

const [what, base] = process.argv.slice(2);
const wsBase = base.replace('http', 'ws');

function fail(why) {
  console.log('failed ' + String((why && why.message) || why).split('\n')[0]);
  process.exit(0);
}

function check(condition, why) {
  if (!condition) throw new Error(why);
}

/** The cookie that a plain request gets, as a browser would send it from then on. */
function cookie() {
  return new Promise((resolve, reject) => {
    http.get(base + '/socket.io/nothing', (response) => {
      response.resume();
      const set = response.headers['set-cookie'];
      response.on('end', () => resolve(set ? set[0].split(';')[0] : ''));
    }).on('error', reject);
  });
}

function overHttp1(headers) {
  const ws = new WebSocket(wsBase + '/echo', { headers });
  return [ws, new Promise((resolve, reject) => { ws.on('open', resolve); ws.on('error', reject); })];
}

/** A WebSocket on a stream of node's own HTTP/2 (RFC 8441): the package has none, so it is given the stream for its socket. */
function overHttp2(headers, session) {
  const stream = session.request({
    ':method': 'CONNECT', ':protocol': 'websocket', ':path': '/echo', 'sec-websocket-version': '13', ...headers,
  });
  const ws = new WebSocket(null, undefined, { autoPong: true, closeTimeout: 10000 });
  ws._isServer = false;
  return [ws, new Promise((resolve, reject) => {
    stream.on('error', reject);
    stream.on('response', (fields) => {
      if (fields[':status'] !== 200) reject(new Error('status ' + fields[':status']));
      ws.setSocket(stream, Buffer.alloc(0), { allowSynchronousEvents: true, maxPayload: 0, skipUTF8Validation: false });
      resolve();
    });
  })];
}

async function echo2() {
  const session = http2.connect(base);
  const settings = await new Promise((resolve, reject) => {
    session.once('remoteSettings', resolve);
    session.on('error', reject);
  });
  check(settings.enableConnectProtocol, 'no extended CONNECT');
  return echo((headers) => overHttp2(headers, session));
}

async function echo(open) {
  const known = await cookie();
  const names = new Set();
  const headers = known ? { Cookie: known } : {};
  for (let i = 0; i < 6; i++) {
    const [ws, opened] = open(headers);
    // The name may come together with the head.
    const messages = [];
    const arrived = new EventEmitter();
    ws.on('message', (data) => { messages.push(data); arrived.emit('one'); });
    const next = async () => {
      while (messages.length === 0) await new Promise((resolve) => arrived.once('one', resolve));
      return messages.shift();
    };
    await opened;
    names.add(String(await next()));
    for (const size of [0, 1, 125, 126, 65535, 65536, 1000000]) {
      const sent = Buffer.alloc(size, i);
      ws.send(sent);
      check(Buffer.compare(await next(), sent) === 0, 'another message came back');
    }
    const pong = new Promise((resolve) => ws.once('pong', resolve));
    ws.ping('x');
    await pong;
    const closed = new Promise((resolve) => ws.once('close', (code) => resolve(code)));
    ws.close(1000, 'done');
    const code = await closed;
    check(code === 1000, 'closed with ' + code);
  }
  check(names.size === 1, 'served by ' + names.size + ' nodes');
  return [...names][0];
}

async function hub(transport) {
  const names = new Set();
  for (let i = 0; i < 3; i++) {
    const connection = new signalR.HubConnectionBuilder()
      .withUrl(base + '/hub', { transport: signalR.HttpTransportType[transport] })
      .configureLogging(signalR.LogLevel.None)
      .build();
    const told = [];
    const all = new Promise((resolve) => connection.on('told', (name, n) => { told.push(n); if (told.length === 3) resolve(); }));
    await connection.start();
    for (let n = 0; n < 5; n++) {
      const [name, text] = (await connection.invoke('ask', 'x' + n)).split(':');
      check(text === 'x' + n, 'another answer');
      names.add(name);
    }
    await connection.send('tell');
    await all;
    await connection.stop();
  }
  return [...names].sort().join(',');
}

function socketIo() {
  return new Promise((resolve, reject) => {
    const socket = io(base, {
      path: '/socket.io/', transports: ['polling'], withCredentials: true, reconnection: false, timeout: 8000,
    });
    socket.on('connect_error', reject);
    socket.on('disconnect', (why) => reject(new Error('disconnected: ' + why)));
    socket.on('connect', async () => {
      const names = new Set();
      for (let n = 0; n < 10; n++) {
        const [name, text] = (await socket.timeout(8000).emitWithAck('ask', 'x' + n)).split(':');
        check(text === 'x' + n, 'another answer');
        names.add(name);
      }
      check(names.size === 1, 'served by ' + names.size + ' nodes');
      socket.removeAllListeners('disconnect');
      socket.close();
      resolve([...names][0]);
    });
  });
}

process.on('unhandledRejection', fail);
setTimeout(() => fail('nothing for 20 s'), 20000).unref();
(what === 'echo' ? echo(overHttp1) : what === 'echo over HTTP/2' ? echo2() : what === 'socket.io' ? socketIo() : hub(what))
  .then((detail) => { console.log('ok ' + detail); process.exit(0); }, fail);
