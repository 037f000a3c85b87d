@export()
var suffix = 'more'
