// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A folder for the files of a test.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <stdlib.h>

#include <catch2/catch.hpp>

namespace ogive::tests {

/// A folder of its own that vanishes with the test.
struct folder {
  std::filesystem::path path;

  folder() {
    std::string name = (std::filesystem::temp_directory_path() / "ogive-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  ~folder() { std::filesystem::remove_all(path); }

  [[nodiscard]] std::string operator/(const std::string& name) const { return (path / name).string(); }

  [[nodiscard]] std::string write(const std::string& name, const std::vector<std::uint8_t>& content) const {
    std::ofstream out(path / name, std::ios::binary);
    for (const std::uint8_t byte : content) out.put(static_cast<char>(byte));
    return *this / name;
  }
};

}  // namespace ogive::tests
