/* values */
using 'main.bicep'

var env = 'prod'
param name = 'gw-${env}'
param backends = [
  {
    name: 'web'
    addresses: [
      { fqdn: '${env}.web.internal' }
      { ipAddress: '10.0.0.9' }
    ]
    protocol: 'Http'
  }
]
param capacity = int(readEnvironmentVariable('CAP', '3'))
param identities = {
  users: [
    '/subscriptions/x/resourceGroups/y/providers/Microsoft.ManagedIdentity/userAssignedIdentities/z'
  ]
}
param lock = {
  level: 'ReadOnly'
}
