using './main.bicep'
extends 'base.bicepparam'

import { label } from 'labels.bicep'

var region = 'eu'
param name = '${region}-gw'
param port = 8080
param tags = {
  label: label
  from: readEnvironmentVariable('SHOP_FROM', 'nowhere')
  name: name
}
param secret = readEnvironmentVariable('SHOP_SECRET')
param nam = 'misspelt'
