// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What is right and wrong with an activation: `verify swish` for a name of the catalogue, `verify` alone for the line
// below that you edit; a table, or JSON. Exit status: 0 all is right, 1 something is wrong, 2 wrong usage.
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include <ogive/ogive.hpp>
#include <ogive/verify.hpp>
#include <ogive/verify/json.hpp>

#include "verify/entries.hpp"

using namespace ogive::symbols;

// [verify]
constexpr auto mine = x * tanh(param<"scale">(1.0) * softplus(x));  // change this line
static_assert(ogive::verified<mine>);                               // its derivatives, at compile time
// [verify]

namespace {

std::vector<example::entry> all_entries() {
  std::vector<example::entry> all;
  [&]<std::size_t... Part>(std::index_sequence<Part...>) { (example::append_entries<Part>(all), ...); }
  (std::make_index_sequence<VERIFY_PARTS>{});
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
  return all;
}

/// How many letters must be changed, added or left out.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j != row.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i != a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j != b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = std::exchange(row[j + 1], std::min({replaced, row[j] + 1, row[j + 1] + 1}));
    }
  }
  return row.back();
}

std::string nearest_names(const std::vector<example::entry>& entries, std::string_view wanted) {
  std::vector<std::pair<std::size_t, std::string_view>> names;
  for (const example::entry& e : entries) names.emplace_back(distance(e.name, wanted), e.name);
  std::stable_sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string text(names[0].second);
  for (std::size_t k = 1; k != 3; ++k) text += ", " + std::string(names[k].second);
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Verifies an activation of the catalogue, or the formula at the top of examples/verify.cpp.");
  std::string name;
  bool json = false;
  ogive::verify_options options;
  app.add_option("name", name, "a name of the catalogue; none for the formula in the source");
  app.add_flag("--json", json, "print JSON instead of a table");
  app.add_flag("--exhaustive", options.exhaustive, "measure accuracy at all floats");
  app.add_option("--low", options.low, "least input");
  app.add_option("--high", options.high, "greatest input");
  app.add_option("--points", options.points, "points of the range");
  app.add_option("--samples", options.samples, "floats at which accuracy is measured");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  if (!(options.low < options.high)) {
    std::fprintf(stderr, "verify: --low %g is not below --high %g\n", options.low, options.high);
    return 2;
  }
  ogive::report r;
  if (name.empty()) {
    r = ogive::verify<mine>(options);
  } else {
    const std::vector<example::entry> entries = all_entries();
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.name == name; });
    if (found == entries.end()) {
      std::fprintf(stderr, "verify: the catalogue has no '%s'; nearest are %s\n", name.c_str(),
                   nearest_names(entries, name).c_str());
      return 2;
    }
    if (found->verify == nullptr) {
      r.of = name;
      r.reference = "differences of its value, at compile time: its vector-Jacobian product is right";
      std::printf("%s\n", json ? to_json(r).c_str() : (r.of + " reads rows; compared with " + r.reference).c_str());
      return 0;
    }
    r = found->verify(options);
  }
  std::printf("%s\n", (json ? to_json(r) : to_text(r)).c_str());
  return r.is_right() ? 0 : 1;
}
