// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A subject goes in, the pieces of its sweep come out: independent of each other, each of about a second where every
// float is swept.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "sweep/doubles.hpp"
#include "sweep/rows.hpp"
#include "sweep/sweep.hpp"

namespace ogive::sweep {

/// How much is swept.
struct extent {
  std::uint64_t stride = 1;        ///< one float of so many
  std::uint64_t checks = 100'000;  ///< points at which the fast reference is compared with many digits
  std::uint64_t rows = 4096;       ///< random rows of a formula over rows
  std::uint64_t doubles = 0;       ///< if not 0, random points in double, and nothing of the above
};

/// A piece of work.
struct task {
  std::string name;
  const subject* of;
  std::string setting;
  bool of_reference;  ///< does it judge the fast reference, not the kernel?
  std::function<std::vector<finding>()> run;
};

namespace detail {

inline void add_settings(std::vector<task>& tasks, const subject& s, const extent& e) {
  for (const setting& at : settings_of(s)) {
    struct shared {
      std::once_flag once;
      std::unique_ptr<sweeper> made;
    };
    const auto one = std::make_shared<shared>();
    const auto made = [&s, at, one]() -> const sweeper& {
      std::call_once(one->once, [&] { one->made = std::make_unique<sweeper>(s, at); });
      return *one->made;
    };
    const std::string name = s.label() + "/" + at.label + "/";
    constexpr std::uint64_t pieces = 8;
    for (std::uint64_t piece = 0; piece != pieces && e.checks != 0 && !s.elementary; ++piece) {
      const std::size_t points = e.checks / pieces / at.thinning + 1;
      tasks.push_back({name + "reference " + std::to_string(piece), &s, at.label, true,
                       [made, piece, points] { return made().check_reference(points, piece << 32U); }});
    }
    for (std::uint64_t segment = 0; segment != segments; ++segment)
      tasks.push_back({name + std::to_string(segment), &s, at.label, false,
                       [made, segment, stride = e.stride] { return made().sweep(segment, stride); }});
  }
}

inline void add_rows(std::vector<task>& tasks, const subject& s, const extent& e) {
  constexpr std::uint64_t pieces = 16;  // the last quarter with other parameters
  for (std::uint64_t piece = 0; piece != pieces; ++piece) {
    const bool initial = s.parameters.empty() || piece < pieces * 3 / 4;
    tasks.push_back({s.label() + "/rows/" + std::to_string(piece), &s, initial ? "" : "other parameters", false,
                     [&s, piece, initial, rows = e.rows / pieces] {
                       return sweep_rows(s, initial ? s.initial_values() : s.other_values(), piece << 32U, rows);
                     }});
  }
}

inline void add_doubles(std::vector<task>& tasks, const subject& s, const extent& e) {
  constexpr std::uint64_t piece = 250'000;
  for (std::uint64_t done = 0; done < e.doubles; done += piece) {
    const std::uint64_t n = std::min(piece, e.doubles - done);
    tasks.push_back({s.label() + "/double/" + std::to_string(done / piece), &s, "", false,
                     [&s, done, n] { return sweep_doubles(s, done, n); }});
  }
}

}  // namespace detail

/// The subject must outlive them.
inline std::vector<task> tasks_of(const subject& s, const extent& e) {
  std::vector<task> tasks;
  if (e.doubles != 0) detail::add_doubles(tasks, s, e);
  else if (s.record != nullptr && s.record->over_rows) detail::add_rows(tasks, s, e);
  else detail::add_settings(tasks, s, e);
  return tasks;
}

}  // namespace ogive::sweep
