import { settings, defaultPort as port, poolType, Names } from 'lib/shared.bicep'
import * as shared from './lib/shared.bicep'

func url(host string, secure bool) string => '${secure ? 'https' : 'http'}://${host}'
@description('Calls another one.')
func both(host string) array => [
  url(host, true)
  url(host, false)
]
func join(a string) string => 'my own ${a}'
func equals(a string, b string) bool => false

param pool poolType = { name: 'api' }
var settings_ = settings('web', port)

resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'functions'
  properties: {
    both: both('a.example')
    own: join('b')
    common: sys.join([ 'x', 'y' ], '-')
    sameWord: 'x' == 'x'
    hijacked: equals('x', 'x')
    settings: settings_
    space: shared.settings(shared.Names.first, shared.defaultPort)
    names: Names
    pool: pool.name
    id: az.resourceId('Microsoft.Network/publicIPAddresses', 'front')
    nameof: nameof(gateway)
    anything: any(pool).name
  }
}
