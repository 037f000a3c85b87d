var text = loadTextContent('data/motd.txt')
var config = loadJsonContent('data/config.json')
var port = loadJsonContent('data/config.json', '$.pools[0].port')
var yaml = loadYamlContent('data/values.yaml')
var coded = loadFileAsBase64('data/motd.txt')
var missing = loadTextContent('data/none.txt')
var outside = loadTextContent('../../../secret.txt')

resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'files'
  tags: {
    text: text
    port: port
    pool: config.pools[0].name
    yaml: yaml.hosts[1]
    coded: coded
    missing: missing
    outside: outside
    inline: loadTextContent(
      'data/motd.txt',
      'utf-8'
    )
  }
}
