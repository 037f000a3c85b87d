param pools array = [ 'api', 'web' ]
param deploySpare bool = false
param addresses object = { api: '10.0.0.4', web: '10.0.0.5' }

var ports = [for (name, i) in pools: 8080 + i]
var entries = [for entry in items(addresses): '${entry.key}=${entry.value}']
var pairs = [
  for pool in pools: [
    for n in range(1, 2): '${pool}${n}'
  ]
]

resource ip 'Microsoft.Network/publicIPAddresses@2024-05-01' = [for i in range(0, 2): {
  name: 'ip-${i}'
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}]

@batchSize(1)
resource gateways 'Microsoft.Network/applicationGateways@2024-05-01' = [
  for (name, index) in pools: if (name != 'web' || deploySpare) {
    name: 'gw-${name}'
    properties: {
      frontendIPConfigurations: [
        { name: 'front', properties: { publicIPAddress: { id: ip[index].id } } }
      ]
      backendAddressPools: [for pool in pools: {
        name: pool
        properties: {
          backendAddresses: [
            { ipAddress: addresses[pool] }
          ]
        }
      }]
      ports: ports
      entries: entries
      pairs: pairs
    }
  }
]

resource spare 'Microsoft.Network/applicationGateways@2024-05-01' = if (deploySpare) {
  name: 'spare'
}

resource always 'Microsoft.Network/applicationGateways@2024-05-01' = if (!deploySpare && length(pools) > 1) {
  name: 'always-${length(ip)}'
  tags: {
    second: gateways[0].name
    ids: join(map(range(0, 2), i => ip[i].name), ',')
  }
}
