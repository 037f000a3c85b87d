@description('Where it is.')
param location string = resourceGroup().location
@allowed([ 'Enabled', 'Disabled' ])
param affinity string = 'Enabled'
param drainSeconds int = 45
param apiHosts string[] = [ 'api1.internal', 'api2.internal' ]
param host string = 'shop.example'
@secure()
param certificatePassword string

var name = 'shop-${uniqueString(resourceGroup().id)}'
var port = { http: 80, https: 443 }
var ids = {
  front: resourceId('Microsoft.Network/applicationGateways/frontendIPConfigurations', name, 'public')
  pool: resourceId('Microsoft.Network/applicationGateways/backendAddressPools', name, 'api')
}

resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: '${name}-ip'
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: name
  location: location
  properties: {
    sku: { name: 'Standard_v2', tier: 'Standard_v2', capacity: 2 }
    frontendIPConfigurations: [
      {
        name: 'public'
        properties: {
          publicIPAddress: {
            id: address.id
          }
        }
      }
    ]
    frontendPorts: [for entry in items(port): {
      name: entry.key
      properties: {
        port: entry.value
      }
    }]
    sslCertificates: [
      {
        name: 'tls'
        properties: {
          data: 'none'
          password: certificatePassword
        }
      }
    ]
    backendAddressPools: [
      {
        name: 'api'
        properties: {
          backendAddresses: [for fqdn in apiHosts: {
            fqdn: fqdn
          }]
        }
      }
    ]
    probes: [
      {
        name: 'health'
        properties: {
          protocol: 'Http'
          path: '/healthz'
          interval: 5
          timeout: 4
          unhealthyThreshold: 2
          pickHostNameFromBackendHttpSettings: true
          match: {
            statusCodes: [
              '200-299'
            ]
          }
        }
      }
    ]
    backendHttpSettingsCollection: [
      {
        name: 'api'
        properties: {
          port: 8080
          protocol: 'Http'
          cookieBasedAffinity: affinity
          affinityCookieName: affinity == 'Enabled' ? 'ShopAffinity' : null
          requestTimeout: 3600
          pickHostNameFromBackendAddress: true
          connectionDraining: {
            enabled: drainSeconds > 0
            drainTimeoutInSec: drainSeconds
          }
          probe: {
            id: resourceId('Microsoft.Network/applicationGateways/probes', name, 'health')
          }
        }
      }
    ]
    httpListeners: [
      {
        name: 'https'
        properties: {
          frontendIPConfiguration: { id: ids.front }
          frontendPort: { id: resourceId('Microsoft.Network/applicationGateways/frontendPorts', name, 'https') }
          protocol: 'Https'
          hostName: host
          sslCertificate: {
            id: '${resourceId('Microsoft.Network/applicationGateways', name)}/sslCertificates/tls'
          }
        }
      }
    ]
    requestRoutingRules: [
      {
        name: 'api'
        properties: {
          ruleType: 'Basic'
          priority: 100
          httpListener: { id: resourceId('Microsoft.Network/applicationGateways/httpListeners', name, 'https') }
          backendAddressPool: { id: ids.pool }
          backendHttpSettings: {
            id: resourceId(
              'Microsoft.Network/applicationGateways/backendHttpSettingsCollection',
              name,
              'api'
            )
          }
        }
      }
    ]
  }
}

output url string = 'https://${host}'
