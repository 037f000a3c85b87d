param name string
param subnetId string
param pools array = []

resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: name
  properties: {
    gatewayIPConfigurations: [ { name: 'ip', properties: { subnet: { id: subnetId } } } ]
    backendAddressPools: [for pool in pools: { name: pool }]
    sku: { name: location }
  }
}

output id string = gateway.id
