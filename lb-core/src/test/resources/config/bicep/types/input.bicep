@description('A pool.')
@export()
@sealed()
type poolType = {
  @description('Its name.')
  @minLength(1)
  name: string
  @description('Its servers.')
  servers: serverType[]?
  affinity: ('Enabled' | 'Disabled')?
  *: string
}

type serverType = {
  ipAddress: string?
  fqdn: string?
  nested: {
    deep: int[][]
    tuple: [string, int, bool?]
  }?
}

type protocolType = 'Http' | 'Https'
type otherProtocol = protocolType
type port = 80 | 443 | 8080
type maybe = null | string
type lines =
  | 'a'
  | 'b'
@discriminator('kind')
type shape = { kind: 'x', size: int } | { kind: 'y', name: string }
type element = poolType[]
type reach = poolType.servers[*]
type generic = resourceInput<'Microsoft.Network/applicationGateways@2024-05-01'>.properties.probes

@minLength(1)
@maxLength(3)
param pools poolType[] = [
  { name: 'api', servers: [ { ipAddress: '10.0.0.4' } ] }
]
param protocol otherProtocol = 'Http'
param frontPort port = 8080
param optional poolType?
param word maybe
@allowed([ 'a', 'b' ])
param letter string = 'a'
@secure()
param password string = ''
param anything shape = { kind: 'x', size: 1 }
param probes resourceInput<'Microsoft.Network/applicationGateways@2024-05-01'>.properties.probes = []
param tags resourceInput<'Microsoft.Network/applicationGateways@2024-05-01'>.tags?
param flags (true | false)[] = [ true ]
param tuple [int, string]= [ 1, 'x' ]
param misspelt poolTyp = {}
var typed string[] = [ 'x' ]

resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'types'
  tags: tags
  properties: {
    pools: [for pool in pools: { name: pool.name, servers: pool.?servers ?? [], affinity: pool.?affinity ?? 'Disabled' }]
    protocol: protocol
    port: frontPort
    optional: optional.?name ?? 'none'
    word: word
    letter: letter
    anything: anything.kind
    probes: probes
    flags: flags
    tuple: tuple[1]
    typed: typed
  }
}

output pools poolType[] = pools
output id string = gateway.id
