import { defaultProbe, makeSettings, settingType, cookieNames } from './shared/types.bicep'
import * as naming from 'shared/naming.bicep'
param name string
param backends backendType[]?
param settings settingType[] = [
  {
    name: 'web'
    port: 8080
    affinity: 'Enabled'
  }
  { name: 'api', port: 9090 }
]
param identities { users: string[]? , system: bool? }?
param customRules { *: { path: string, pool: string? } } = {
  api: { path: '/api/*', pool: 'api' }
  'static-files': { path: '/static/*' }
}
param zones int[] = [1, 2, 3]
param grants object[]?
param lock object?
param capacity int = -1
@allowed(['Basic', 'Standard_v2', 'WAF_v2'])
param sku string = 'WAF_v2'
type backendType = {
  name: string
  addresses: ({ fqdn: string } | { ipAddress: string })[]?
  protocol: ('Http' | 'Https')?
}

var owners = reduce(
  map(identities.?users ?? [], user => {
    '${user}': {}
  }),
  {},
  (all, one) => union(all, one)
)

var identity = empty(identities)
  ? null
  : {
      type: identities.?system ?? false
        ? (empty(owners) ? 'SystemAssigned' : 'SystemAssigned, UserAssigned')
        : empty(owners) ? null : 'UserAssigned'
      userAssignedIdentities: empty(owners)
        ? null
        : owners
    }

var known = {
  reader: 'r-1'
  'the writer': 'w-2'
}
var granted = [
  for (grant, n) in (grants ?? [{ role: 'reader' }, { role: 'x/other' }]): union(grant, {
    role: known[?grant.role] ?? (startsWith(
        grant.role,
        'x/'
      )
      ? toUpper(grant.role)
      : 'none')
    order: n
  })
]
var gatewayId = az.resourceId('Microsoft.Network/applicationGateways', name)
var child = {
  listener: '${gatewayId}/httpListeners'
  pool: '${gatewayId}/backendAddressPools'
  setting: '${gatewayId}/backendHttpSettingsCollection'
}
var pools = map(backends ?? [{ name: 'web', addresses: [{ fqdn: 'web.internal' }] }, { name: 'api' }], pool => {
  name: pool.name
  properties: {
    backendAddresses: map(pool.?addresses ?? [], a => a.?fqdn != null ? { fqdn: a.fqdn } : { ipAddress: a.ipAddress })
  }
})
var rules = [
  for (rule, i) in items(customRules): {
    name: toLower('${rule.key}-rule')
    properties: {
      paths: [rule.value.path]
      backendAddressPool: { id: '${child.pool}/${rule.value.?pool ?? 'web'}' }
      backendHttpSettings: { id: '${child.setting}/${first(settings).name}' }
      priority: 10 * (i + 1)
    }
  }
]

resource ip 'Microsoft.Network/publicIPAddresses@2024-05-01' = [for (zone, i) in zones: if (i == 0 || capacity > 5) {
  name: naming.resourceName('pip', name, i)
  zones: [string(zone)]
  properties: { publicIPAllocationMethod: 'Static', dnsSettings: { domainNameLabel: toLower(name) } }
}]

resource gateway 'Microsoft.Network/applicationGateways@2024-07-01' = {
  name: name
  identity: identity
  tags: { granted: granted }
  properties: union(
    {
      backendAddressPools: pools
      backendHttpSettingsCollection: map(settings, s => makeSettings(s, cookieNames[?s.name] ?? '${naming.prefix}Affinity'))
      probes: [defaultProbe('health', 8), ...(capacity < 0 ? [] : [defaultProbe('deep', 30)])]
      sku: {
        name: sku
        tier: sku
        capacity: capacity < 1 ? null : capacity
      }
      frontendIPConfigurations: [
        {
          name: 'front'
          properties: { publicIPAddress: { id: ip[0].id } }
        }
      ]
      urlPathMaps: [
        {
          name: 'paths'
          properties: {
            defaultBackendAddressPool: { id: '${child.pool}/web' }
            pathRules: rules
          }
        }
      ]
      globalConfiguration: sku == 'Basic'
        ? null
        : { enableRequestBuffering: false, enableResponseBuffering: false }
    },
    (startsWith(sku, 'WAF')
      ? {
          firewallPolicy: { id: resourceId('Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies', 'waf') }
        }
      : {})
  )
  zones: map(zones, z => string(z))
}

resource keep 'Microsoft.Authorization/locks@2020-05-01' = if (!empty(lock ?? {}) && lock.?level != 'None') {
  scope: gateway
  name: lock.?name ?? '${name}-keep'
  properties: {
    level: lock.?level ?? ''
    notes: lock.?level == 'ReadOnly'
      ? 'nothing changes'
      : 'nothing goes away'
  }
}

@description('The id')
output resourceId string = gateway.id
output principal string? = gateway.?identity.?principalId
output host string = ip[0].properties.dnsSettings.fqdn
