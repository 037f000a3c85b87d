param hosts array = [ 'b.example', 'a.example', 'c.example' ]
param servers array = [
  { name: 'one', zone: 'x', weight: 3 }
  { name: 'two', zone: 'y', weight: 1 }
  { name: 'three', zone: 'x', weight: 2 }
]

var mapped = map(hosts, host => 'https://${host}')
var indexed = map(hosts, (host, i) => '${i}:${host}')
var filtered = filter(servers, s => s.zone == 'x' && s.weight > 2)
var total = reduce(map(servers, s => s.weight), 0, (sum, next) => sum + next)
var sorted = sort(hosts, (a, b) => a < b)
var byName = toObject(servers, s => s.name, s => s.weight)
var whole = toObject(servers, s => s.name)
var grouped = groupBy(servers, s => s.zone)
var groupedNames = mapValues(grouped, group => map(group, s => s.name))
var keys = objectKeys(byName)
var nested = map(servers, s => map(hosts, h => '${s.name}@${h}'))
var shadow = map([ 1, 2 ], x => reduce([ 10, 20 ], x, (x, y) => x + y))
var merged = reduce(
  map(
    hosts,
    (host) => {
      '${host}': { name: host }
    }
  ),
  {},
  (cur, next) => union(cur, next)
)
var someOf = contains(map(servers, s => s.name), 'two')
var flat = flatten(map(servers, s => [ s.name ]))

resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'lambdas'
  properties: {
    mapped: mapped
    indexed: indexed
    filtered: filtered
    total: total
    sorted: sorted
    byName: byName
    whole: whole
    grouped: groupedNames
    keys: keys
    nested: nested
    shadow: shadow
    merged: merged
    someOf: someOf
    flat: flat
  }
}
