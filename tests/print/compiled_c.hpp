// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// C files go in, loaded functions come out: written to a folder of their own, compiled once as ISO C99 with warnings as
// errors, loaded for as long as the object lives.
#pragma once

#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <dlfcn.h>
#include <unistd.h>

#include <catch2/catch.hpp>

namespace printed {

/// A file of C: what c_function printed, and an adapter `call_…` behind it whose form is the same for all.
struct c_source {
  std::string name, text;
};

/// Runs a command; what it says and whether it succeeds.
struct outcome {
  bool success;
  std::string output;
};
inline outcome shell(const std::string& command) {
  FILE* const pipe = popen((command + " 2>&1").c_str(), "r");
  std::string output;
  for (int c; (c = std::fgetc(pipe)) != EOF;) output += static_cast<char>(c);
  return {pclose(pipe) == 0, output};
}

/// C files in one shared object; Call is the adapters' type.
template <class Call>
class compiled_c {
 public:
  explicit compiled_c(const std::vector<c_source>& sources, const std::string& flags = "") {
    std::string pattern = (std::filesystem::temp_directory_path() / "ogive_c_XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    for (const c_source& s : sources) std::ofstream(folder_ / (s.name + ".c")) << s.text;
    const outcome compiled = shell("cc -std=c99 -Wall -Wextra -Werror -pedantic -O1 -fPIC -shared " + flags + " -o '" +
                                   (folder_ / "all.so").string() + "' '" + folder_.string() + "'/*.c -lm");
    INFO(compiled.output);
    REQUIRE(compiled.success);
    library_ = dlopen((folder_ / "all.so").c_str(), RTLD_NOW | RTLD_LOCAL);
    REQUIRE(library_ != nullptr);
  }
  ~compiled_c() {
    if (library_ != nullptr) dlclose(library_);
    std::filesystem::remove_all(folder_);
  }
  compiled_c(const compiled_c&) = delete;
  compiled_c& operator=(const compiled_c&) = delete;

  [[nodiscard]] Call operator[](std::string_view function) const {
    void* const found = dlsym(library_, ("call_" + std::string(function)).c_str());
    REQUIRE(found != nullptr);
    return reinterpret_cast<Call>(found);
  }

 private:
  std::filesystem::path folder_;
  void* library_ = nullptr;
};

/// Special numbers first, then all signs and sizes: half of them moderate, the rest of any exponent.
inline double argument(std::mt19937_64& random, int n) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr double special[] = {
      0.0, -0.0, 1, -1, 5e-324, -5e-324, 1e300, -1e300, infinity, -infinity, std::numeric_limits<double>::quiet_NaN()};
  if (n < 11) return special[n];
  if (n % 2 == 0) return std::uniform_real_distribution<double>(-20, 20)(random);
  return std::bit_cast<double>(random());
}

}  // namespace printed
