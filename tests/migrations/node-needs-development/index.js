require('express')()
