'use strict';

// The other half: what the balancer thinks of its backends, and buttons to make it think again.

const REFRESH = 1000;

/** Faults are switched at the backend itself, past the balancer: a frozen backend's pool would not reach it. */
const FAULTS = [
  ['Crash', 'crash'], ['Exit', 'exit'], ['Freeze', 'freeze'], ['Thaw', 'thaw'], ['Refuse 10 s', 'refuse?for=10000'],
  ['Unhealthy', 'unhealthy'], ['Healthy', 'healthy'], ['Latency 2 s', 'latency?ms=2000'],
  ['No latency', 'latency?ms=0'], ['Cut streams', 'cut'], ['All off', 'reset'],
];
const ADMIN = [['Drain', 'drain'], ['Undrain', 'undrain'], ['Disable', 'disable'], ['Enable', 'enable']];

const cards = new Map();
let dashboard = null;

async function act(what, url) {
  try {
    await fetchJson(url, { method: 'POST' });
    say(`${what}: done`);
  } catch (failure) {
    // A crash resets the connection before it could answer, so here a failure is the expected end.
    say(`${what}: ${failure.message}`, !url.endsWith('/control/crash'));
  }
  refresh();
}

function button(label, action, run) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  made.dataset.action = action;
  made.addEventListener('click', run);
  return made;
}

function actions(title, buttons) {
  const group = document.createElement('div');
  group.className = 'actions';
  const label = document.createElement('span');
  label.textContent = title;
  group.append(label, ...buttons);
  return group;
}

function makeCard(pool, id) {
  const root = document.createElement('article');
  root.className = 'backend';
  root.dataset.backend = id;
  const title = document.createElement('h3');
  const health = document.createElement('output');
  const admission = document.createElement('output');
  const facts = document.createElement('p');
  const head = document.createElement('div');
  head.className = 'row';
  title.textContent = id;
  health.setAttribute('aria-label', `Health of ${id}`);
  admission.setAttribute('aria-label', `Admission of ${id}`);
  head.append(title, health, admission);

  const card = { root, health, admission, facts, address: '' };
  const at = `${dashboard}/api/pools/${encodeURIComponent(pool)}/backends/${encodeURIComponent(id)}`;
  const restart = `${dashboard}/api/demo/backends/${encodeURIComponent(id)}/restart`;
  root.append(
    head,
    facts,
    actions('At the balancer', [
      ...ADMIN.map(([label, verb]) => button(label, verb, () => act(`${label} ${id}`, `${at}/${verb}`))),
      button('Start again', 'restart', () => act(`Start ${id} again`, restart)),
    ]),
    actions('At the backend', FAULTS.map(([label, fault]) => button(
      label, fault.split('?')[0], () => act(`${label} ${id}`, `http://${card.address}/control/${fault}`)))));
  return card;
}

function update(card, backend) {
  card.address = backend.address;
  card.health.textContent = backend.health.toLowerCase();
  card.health.className = 'pill ' + ({ HEALTHY: 'good', UNHEALTHY: 'bad' }[backend.health] || '');
  const extra = [backend.draining && `draining, ${Math.ceil((backend.drainRemainingMs ?? 0) / 1000)} s left`, backend.disabled && 'disabled'].filter(Boolean).join(', ');
  card.admission.textContent = backend.admission.toLowerCase().replace('_', ' ') + (extra ? ` (${extra})` : '');
  card.admission.className = 'pill ' + ({ OPEN: 'good', CLOSED: 'bad' }[backend.admission] || 'warn');
  card.facts.textContent = `${backend.address}: ${backend.inFlight} in flight, ${backend.streams} streams, `
    + `${backend.connections} connections, weight ${backend.weight}`;
  card.root.classList.toggle('mine', backend.id === window.mooring.server);
}

function draw(pools) {
  const seen = new Set();
  for (const pool of pools) {
    for (const backend of pool.backends) {
      const key = JSON.stringify([pool.name, backend.id]);
      seen.add(key);
      if (!cards.has(key)) {
        cards.set(key, makeCard(pool.name, backend.id));
        byId('backends').append(cards.get(key).root);
      }
      update(cards.get(key), backend);
    }
  }
  for (const [key, card] of cards) {
    if (!seen.has(key)) {
      card.root.remove();
      cards.delete(key);
    }
  }
}

let unreachable = false;

async function refresh() {
  try {
    draw((await fetchJson(`${dashboard}/api/backends`)).pools);
    if (unreachable) {
      say('The balancer answers again.');
    }
    unreachable = false;
  } catch (failure) {
    unreachable = true;
    say(`Could not ask the balancer at ${dashboard}: ${failure.message}`, true);
  }
}

async function start() {
  try {
    dashboard = (await fetchJson('/page/config')).dashboard;
  } catch (failure) {
    say(`Could not read the page's configuration: ${failure.message}`, true);
    return;
  }
  if (dashboard) {
    dashboard = dashboard.replace(/\/$/, '');
    byId('backends-panel').hidden = false;
    byId('add-backend').addEventListener('click', () => act('Add a backend', `${dashboard}/api/demo/backends`));
    await refresh();
    // One at a time: a balancer that answers slowly must not collect questions.
    const again = () => setTimeout(() => refresh().then(again), REFRESH);
    again();
  }
}

start();
