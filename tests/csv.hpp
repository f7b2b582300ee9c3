// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A table of tests/reference goes in, its rows come out.
#pragma once

#include <cstddef>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "directory.hpp"

namespace ogive::tests {

/// A row of a table: cells by the names in the first line.
using table_row = std::map<std::string, std::string>;

inline std::vector<std::string> split_line(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '\r') continue;
    if (c == '"') quoted = !quoted;
    else if (c == ',' && !quoted) cells.emplace_back();
    else cells.back() += c;
  }
  return cells;
}

inline std::vector<table_row> read_table(const std::string& name) {
  std::ifstream file(std::string(directory) + "/reference/" + name);
  REQUIRE(file);
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> header = split_line(line);
  std::vector<table_row> rows;
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = split_line(line);
    table_row row;
    for (std::size_t k = 0; k != cells.size(); ++k) row[header.at(k)] = cells[k];
    rows.push_back(row);
  }
  return rows;
}

}  // namespace ogive::tests
