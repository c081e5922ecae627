module Greet
  def self.hello = "Ruby answers"
end
