#include <iostream>
#include <set>
#include <string>

int main() {
    std::set<std::string> fruit{"quince", "apple", "pear"};
    const char *between = "";
    for (const auto &name : fruit) {
        std::cout << between << name;
        between = " ";
    }
    std::cout << std::endl;
}
