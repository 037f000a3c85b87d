param environment string = 'dev'

module network 'modules/network.bicep' = {
  name: 'network-${environment}'
  params: {
    prefix: environment
  }
}

module gateway './modules/gateway.bicep' = {
  name: 'gateway'
  scope: resourceGroup('other')
  params: {
    name: '${environment}-gw'
    subnetId: network.outputs.subnetId
    pools: [ 'api' ]
  }
  dependsOn: [ network ]
}

module more 'modules/gateway.bicep' = [for (region, i) in [ 'eu', 'us' ]: if (i > 0) {
  name: 'gateway-${region}'
  params: {
    name: '${region}-gw'
    subnetId: network.outputs.subnetId
  }
}]

module compiled 'modules/compiled.json' = {
  name: 'compiled'
  params: { name: 'from-json' }
}

module remote 'br/public:avm/res/network/public-ip-address:0.5.1' = {
  name: 'remote'
  params: { name: 'ip' }
}

resource direct 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'direct'
  tags: {
    first: gateway.outputs.id
    region: more[1].outputs.id
    remote: remote.outputs.resourceId
    json: compiled.outputs.name
  }
}

module missing 'modules/none.bicep' = {
  name: 'missing'
}
