import { x } from 'imports.bicep'
@export()
var y = 'y'
var z = x
