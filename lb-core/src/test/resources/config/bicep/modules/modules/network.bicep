param prefix string
@description('Not given.')
param range string = '10.0.0.0/16'

resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${prefix}-vnet'
  properties: {
    addressSpace: { addressPrefixes: [ range ] }
    subnets: [
      { name: 'gateways', properties: { addressPrefix: cidrSubnet(range, 24, 0) } }
    ]
  }
}

output subnetId string = '${vnet.id}/subnets/gateways'
