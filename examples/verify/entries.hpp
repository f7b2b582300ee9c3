// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What the example verify chooses from: each activation of the catalogue by its name. entries.cpp is compiled once for
// each Part, so that all processors are busy.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <ogive/verify/report.hpp>

namespace example {

struct entry {
  std::size_t place = 0;  ///< in the catalogue
  std::string_view name;
  ogive::report (*verify)(const ogive::verify_options&) = nullptr;  ///< none for a formula over rows
};

/// Appends the activations at the places Part, Part + n, Part + 2·n, … for n parts.
template <std::size_t Part>
void append_entries(std::vector<entry>& all);

}  // namespace example
