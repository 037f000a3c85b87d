@export()
var label = 'imported'
