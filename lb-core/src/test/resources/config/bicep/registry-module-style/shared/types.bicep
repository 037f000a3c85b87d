@export()
type settingType = {
  name: string
  @minValue(1)
  @maxValue(65535)
  port: int
  affinity: ('Enabled' | 'Disabled')?
  timeout: int?
}

@export()
var cookieNames = { web: 'WebAffinity' }

@export()
func defaultProbe(name string, interval int) object => {
  name: name
  properties: { path: '/${name}', interval: interval, timeout: max(1, interval / 2), protocol: 'Http' }
}

@export()
@description('''
Makes settings.
''')
func makeSettings(setting settingType, cookie string) object => {
  name: setting.name
  properties: {
    port: setting.port
    protocol: 'Http'
    cookieBasedAffinity: setting.?affinity ?? 'Disabled'
    affinityCookieName: setting.?affinity == 'Enabled' ? cookie : null
    requestTimeout: setting.?timeout ?? 20
  }
}
