'use strict';

// The client half of the lesson: an EventSource that survives what browsers give up on, and that says what was lost.

/** What browser tests read. */
window.mooring = { server: null, events: [], reconnects: 0, stale: [], state: 'connecting', cookie: null };

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
const KEPT_IDS = 1000;
const SHOWN_EVENTS = 9;

const byId = id => document.getElementById(id);
const page = new URLSearchParams(location.search);
const token = page.get('token');

let source = null;
let timer = null;
let wait = FIRST_WAIT;
let opened = false;
let lastEventId = '';
let lastNumber = null;

function setState(state) {
  window.mooring.state = state;
  const pill = byId('state');
  pill.textContent = state;
  pill.className = 'pill ' + ({ open: 'good', waiting: 'bad', stopped: 'warn' }[state] || '');
}

function say(text, failed = false) {
  byId('status').textContent = text;
  byId('status').className = failed ? 'bad' : '';
}

function notice(text) {
  byId('notice').textContent = new Date().toLocaleTimeString() + '  ' + text;
  byId('notice').hidden = false;
  byId('stale').textContent = String(Number(byId('stale').textContent) + 1);
}

/** An id is "<server>-<number>", and a server's name may hold a "-". */
function splitId(id) {
  const dash = id.lastIndexOf('-');
  return dash < 0 ? null : { server: id.slice(0, dash), number: Number(id.slice(dash + 1)) };
}

function streamUrl() {
  const url = new URL('/api/events/stream', location.href);
  for (const name of ['interval', 'size', 'heartbeat', 'token']) {
    if (page.has(name)) {
      url.searchParams.set(name, page.get(name));
    }
  }
  if (lastEventId) {
    // A new EventSource knows nothing of the old one and cannot send headers.
    url.searchParams.set('lastEventId', lastEventId);
  }
  return url;
}

function connect() {
  setState('connecting');
  byId('retry').textContent = 'none';
  source = new EventSource(streamUrl());
  source.onopen = () => {
    if (opened) {
      window.mooring.reconnects++;
      byId('reconnects').textContent = String(window.mooring.reconnects);
    }
    opened = true;
    setState('open');
    showCookie();
  };
  source.onmessage = received;
  source.addEventListener('stale', receivedStale);
  // Browsers give up for ever on any status but 200, so a balancer's 502 would end the stream: start anew on every error.
  source.onerror = () => {
    source.close();
    setState('waiting');
    byId('retry').textContent = `in ${wait / 1000} s`;
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };
}

function received(event) {
  wait = FIRST_WAIT;
  const id = splitId(event.lastEventId);
  const tick = asTick(event.data);
  if (id) {
    const before = window.mooring.server;
    if (before !== null && before !== id.server) {
      notice(`The stream moved from ${before} to ${id.server}; events between are not available.`);
    } else if (tick && lastNumber !== null && tick.previous !== lastNumber) {
      notice(`A gap: ${id.server} sent event ${tick.previous} in between, and it never arrived.`);
    }
    setServer(id.server);
    lastNumber = id.number;
  }
  remember(event.lastEventId);
  show(event.lastEventId, tick ? `tick at ${tick.time.slice(11, 23)}` : event.data);
}

function receivedStale(event) {
  wait = FIRST_WAIT;
  const told = JSON.parse(event.data);
  const from = window.mooring.server;
  window.mooring.stale.push(told);
  notice(from !== null && from !== told.server
    ? `The stream moved from ${from} to ${told.server}; events between are not available.`
    : `${told.server} cannot resume after ${told.asked}: ${told.message}.`);
  setServer(told.server);
  lastEventId = event.lastEventId;
  lastNumber = splitId(event.lastEventId).number;
  show('stale', `${told.reason}: asked for ${told.asked}`, 'stale');
}

/** Ticks are JSON with a number; what people broadcast may be anything. */
function asTick(data) {
  try {
    const value = JSON.parse(data);
    return value && typeof value.n === 'number' && typeof value.previous === 'number' ? value : null;
  } catch (notJson) {
    return null;
  }
}

function setServer(server) {
  window.mooring.server = server;
  byId('server').textContent = server;
}

function remember(id) {
  lastEventId = id;
  window.mooring.events.push(id);
  if (window.mooring.events.length > KEPT_IDS) {
    window.mooring.events.shift();
  }
}

function show(id, text, kind = '') {
  const item = document.createElement('li');
  const label = document.createElement('span');
  label.className = 'id ' + kind;
  label.textContent = id;
  const body = document.createElement('span');
  body.textContent = text.length > 160 ? text.slice(0, 160) + '…' : text;
  item.append(label, body);
  byId('events').prepend(item);
  while (byId('events').children.length > SHOWN_EVENTS) {
    byId('events').lastChild.remove();
  }
}

/** Fetches JSON and fails on every status but 2xx, with the server's own words. */
async function fetchJson(url, options = {}) {
  const response = await fetch(url, options);
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${response.status} ${text.slice(0, 200)}`);
  }
  return text ? JSON.parse(text) : {};
}

function withToken() {
  return token ? { Authorization: 'Bearer ' + token } : {};
}

/** The affinity cookie is HttpOnly: only the server can tell us that it was sent. */
async function showCookie() {
  try {
    const seen = await fetchJson('/api/whoami', { headers: withToken() });
    const cookies = seen.headers.filter(header => header.name.toLowerCase() === 'cookie').map(header => header.value);
    window.mooring.cookie = cookies.join('; ') || null;
    byId('cookie').textContent = cookies.join('; ') || 'none';
  } catch (failure) {
    say(`Could not ask for the cookies: ${failure.message}`, true);
  }
}

function toggle() {
  if (window.mooring.state === 'stopped') {
    byId('stop').textContent = 'Stop the stream';
    connect();
  } else {
    clearTimeout(timer);
    source.close();
    setState('stopped');
    byId('retry').textContent = 'none';
    byId('stop').textContent = 'Start the stream';
  }
}

async function broadcast(event) {
  event.preventDefault();
  try {
    const options = { method: 'POST', headers: withToken(), body: byId('broadcast-text').value };
    const told = await fetchJson('/api/events', options);
    say(`Broadcast ${told.id} to ${told.streams} streams.`);
  } catch (failure) {
    say(`Could not broadcast: ${failure.message}`, true);
  }
}

byId('stop').addEventListener('click', toggle);
byId('broadcast-form').addEventListener('submit', broadcast);
connect();
