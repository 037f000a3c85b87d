import { suffix } from 'more.bicep'

@export()
var defaultPort = 8000 + offset
var offset = 80

@export()
var Names = { first: 'one-${suffix}', second: 'two' }

@export()
type poolType = { name: string }

var notExported = 'x'

@export()
func settings(name string, port int) object => {
  name: name
  properties: { port: port, path: path(name) }
}
func path(name string) string => '/${name}'
