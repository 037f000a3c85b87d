param name string
param port int = 80
param tags object = {}
param owner string
param left string = 'default'
@secure()
param secret string

var region = 'main'

resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: name
  tags: tags
  properties: { port: port, owner: owner, left: left, region: region, secret: secret }
}
