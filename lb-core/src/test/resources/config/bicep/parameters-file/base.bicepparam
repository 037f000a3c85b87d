using none
param owner = 'base'
param port = 1
