import greet

print(greet.greeting())
