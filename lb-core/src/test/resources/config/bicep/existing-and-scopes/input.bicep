targetScope = 'resourceGroup'

param networkGroup string = 'network-rg'

resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: 'hub'
  scope: resourceGroup(networkGroup)

  resource subnet 'subnets' existing = {
    name: 'gateways'
  }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: 'secrets'
}

resource ip 'Microsoft.Network/publicIPAddresses@2024-05-01' existing = {
  name: 'front'
}

resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'shop'
  properties: {
    gatewayIPConfigurations: [
      { name: 'ip', properties: { subnet: { id: vnet::subnet.id } } }
    ]
    frontendIPConfigurations: [
      { name: 'front', properties: { publicIPAddress: { id: ip.id } } }
    ]
    sslCertificates: [
      { name: 'tls', properties: { keyVaultSecretId: '${vault.properties.vaultUri}secrets/tls' } }
    ]
    backendAddressPools: [
      { name: 'api', properties: { backendAddresses: [ { fqdn: ip.properties.dnsSettings.fqdn } ] } }
    ]
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'keep'
  scope: gateway
  properties: { level: 'CanNotDelete' }
  dependsOn: [
    vault
    gateway
  ]
}
