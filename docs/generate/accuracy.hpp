// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What sweeps have found (docs/accuracy.csv) goes in, the greatest errors of an activation, and a table of those of the
// functions of the language, come out.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sweep/maxima.hpp"

namespace ogive::document {

using sweep::maximum;

/// Rounded up to a tenth.
inline std::string rounded_up(double error) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", std::max(0.0, std::ceil(error * 10 - 1e-9)) / 10);
  return text;
}

struct accuracy {
  std::string value, slope;
};

/// Over all processors and compilers that were swept; of the derivatives by all inputs.
inline accuracy accuracy_of(std::string_view name, const std::vector<maximum>& all) {
  double value = -1, slope = -1;
  for (const maximum& m : all) {
    if (m.function != name || m.type != "float") continue;
    double& greatest = m.what == "value" ? value : slope;
    greatest = std::max(greatest, m.error());
  }
  if (value < 0 || slope < 0)
    throw std::runtime_error(std::string(name) + " has no errors in docs/accuracy.csv; run `build/gcc/tests/sweep " +
                             std::string(name) + " --csv docs/accuracy.csv`");
  return {rounded_up(value), rounded_up(slope)};
}

/// A column for each processor, in float and in double.
inline std::string table_of_functions(const std::vector<maximum>& all) {
  using kind = std::pair<std::string, std::string>;
  std::set<kind> kinds;
  std::map<std::string, std::map<kind, double>> errors;
  for (const maximum& m : all) {
    if (!m.function.ends_with("()")) continue;
    const kind k{m.type == "float" ? "float" : "double", m.isa};
    kinds.insert(k);
    double& greatest = errors[m.function.substr(0, m.function.size() - 2)][k];
    greatest = std::max(greatest, m.error());
  }
  std::ostringstream table;
  table << "| function |";
  for (const auto& [type, isa] : kinds) table << ' ' << type << ", " << isa << " |";
  table << "\n|:--|";
  for (std::size_t k = 0; k != kinds.size(); ++k) table << "--:|";
  for (const auto& [function, of_kind] : errors) {
    table << "\n| " << function << " |";
    for (const kind& k : kinds) table << ' ' << (of_kind.contains(k) ? rounded_up(of_kind.at(k)) : "") << " |";
  }
  table << '\n';
  return table.str();
}

}  // namespace ogive::document
