// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// docs/accuracy.csv, the greatest errors that sweeps have found, goes in and out: a line for each function, result,
// element type, processor and compiler, in the order of the alphabet.
#pragma once

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace ogive::sweep {

struct maximum {
  std::string function;  ///< an activation, or a function of the language with brackets: tanh()
  std::string what;      ///< value, by x, by y
  std::string type;      ///< float, double
  std::string isa, compiler;
  std::string max_ulp;  ///< rounded up
  std::string at;       ///< x; or x and y
  std::uint64_t points = 0;

  [[nodiscard]] auto key() const { return std::tie(function, what, type, isa, compiler); }
  [[nodiscard]] double error() const { return std::stod(max_ulp); }
};

inline constexpr const char* heading_of_maxima = "function,what,type,isa,compiler,max_ulp,at,points";

/// None if there is no such file.
inline std::vector<maximum> read_maxima(const std::string& path) {
  std::vector<maximum> all;
  std::ifstream in(path);
  std::string line;
  if (!std::getline(in, line)) return all;
  if (line != heading_of_maxima) throw std::runtime_error(path + " does not begin with " + heading_of_maxima);
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    maximum m;
    std::string points;
    for (std::string* cell : {&m.function, &m.what, &m.type, &m.isa, &m.compiler, &m.max_ulp, &m.at, &points})
      std::getline(cells, *cell, ',');
    m.points = std::stoull(points);
    all.push_back(m);
  }
  return all;
}

/// Writes them, those in the file replaced where they are of the same.
inline void renew_maxima(const std::string& path, std::vector<maximum> all) {
  for (const maximum& old : read_maxima(path)) {
    if (std::none_of(all.begin(), all.end(), [&](const maximum& m) { return m.key() == old.key(); }))
      all.push_back(old);
  }
  std::sort(all.begin(), all.end(), [](const maximum& a, const maximum& b) { return a.key() < b.key(); });
  std::ofstream out(path);
  out << heading_of_maxima << '\n';
  for (const maximum& m : all)
    out << m.function << ',' << m.what << ',' << m.type << ',' << m.isa << ',' << m.compiler << ',' << m.max_ulp << ','
        << m.at << ',' << m.points << '\n';
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace ogive::sweep
