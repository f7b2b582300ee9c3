// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The parts go in, the table in the order of the catalogue comes out.
#include <algorithm>
#include <utility>

#include "catalogue/parts.hpp"

namespace ogive::catalogue {

std::span<const record> table() {
  static const std::vector<record> records = [] {
    std::vector<record> all;
    [&]<std::size_t... Part>(std::index_sequence<Part...>) { (append_part<Part>(all), ...); }
    (std::make_index_sequence<OGIVE_CATALOGUE_PARTS>{});
    std::sort(all.begin(), all.end(), [](const record& a, const record& b) { return a.place < b.place; });
    return all;
  }();
  return records;
}

const record* find(std::string_view name) {
  const auto all = table();
  const auto found = std::find_if(all.begin(), all.end(), [&](const record& r) { return r.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace ogive::catalogue
