// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The findings of tasks go in, a row for each function, result and setting comes out, and the greatest errors.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "sweep/maxima.hpp"
#include "sweep/sweep.hpp"

namespace ogive::sweep {

constexpr const char* isa() {
#if defined(__AVX512F__)
  return "avx512";
#elif defined(__AVX2__)
  return "avx2";
#elif defined(__aarch64__)
  return "neon";
#else
  return "sse2";
#endif
}

inline std::string compiler() {
#if defined(__clang__)
  return "clang++ " + std::to_string(__clang_major__);
#else
  return "g++ " + std::to_string(__GNUC__);
#endif
}

class table {
 public:
  struct row {
    const subject* of;
    std::string result;
    std::string setting;
    finding all{}, reference{};
  };

  explicit table(bool of_double) : of_double_(of_double) {}

  void add(const subject& s, const std::string& setting, bool of_reference, const std::vector<finding>& found) {
    for (std::size_t r = 0; r != found.size(); ++r) {
      row& to = row_of(s, r, setting);
      (of_reference ? to.reference : to.all).merge(found[r]);
    }
  }

  [[nodiscard]] const std::vector<row>& rows() const { return rows_; }

  [[nodiscard]] bool is_within(const row& r) const {
    return r.all.worst <= (of_double_ ? r.of->bound_of_double : r.of->bound) && r.reference.worst <= reference_bound;
  }

  /// As a line of a table under `heading`.
  [[nodiscard]] std::string line(const row& r) const {
    const finding& f = r.all;
    char text[256], range[32] = "";
    if (f.over != 0) std::snprintf(range, sizeof range, "%.6g … %.6g", f.first, f.last);
    std::snprintf(text, sizeof text, "%-20s %-6s %-16s %10.4g  %-31s %12llu %11llu %11llu %10.3g %10.1g  %s",
                  r.of->label().c_str(), r.result.c_str(), r.setting.c_str(), f.worst, place(r).c_str(),
                  static_cast<unsigned long long>(f.points), static_cast<unsigned long long>(f.over),
                  static_cast<unsigned long long>(f.near_zero), f.plain, r.reference.worst, range);
    return text + std::string(is_within(r) ? "" : f.over != 0 ? " OVER" : " REFERENCE");
  }
  static std::string heading() {
    char text[256];
    std::snprintf(text, sizeof text, "%-20s %-6s %-16s %10s  %-31s %12s %11s %11s %10s %10s  %s", "function", "result",
                  "setting", "error", "at", "points", "over", "near zero", "plain", "reference", "over from … to");
    return text;
  }

  [[nodiscard]] bool all_within() const {
    for (const row& r : rows_)
      if (!is_within(r)) return false;
    return true;
  }

  /// The greatest over all settings.
  [[nodiscard]] std::vector<maximum> maxima() const {
    std::vector<maximum> all;
    std::vector<double> errors;
    for (const row& r : rows_) {
      std::size_t k = 0;
      while (k != all.size() && (all[k].function != r.of->label() || all[k].what != r.result)) ++k;
      if (k == all.size()) {
        all.push_back({r.of->label(), r.result, of_double_ ? "double" : "float", isa(), compiler(), "", "", 0});
        errors.push_back(-1);
      }
      all[k].points += r.all.points;
      if (r.all.worst <= errors[k]) continue;
      errors[k] = r.all.worst;
      char error[32];
      std::snprintf(error, sizeof error, "%.3f", std::ceil(r.all.worst * 1000) / 1000);
      all[k].max_ulp = error;
      all[k].at = place(r) + (r.setting.empty() ? "" : " (" + r.setting + ")");
    }
    return all;
  }

 private:
  static constexpr double reference_bound = 1.0 / 64;  // in ULP of float
  bool of_double_;
  std::vector<row> rows_;

  row& row_of(const subject& s, std::size_t r, const std::string& setting) {
    for (row& known : rows_)
      if (known.of == &s && known.result == s.results[r] && known.setting == setting) return known;
    rows_.push_back({&s, s.results[r], setting});
    return rows_.back();
  }

  static std::string place(const row& r) {
    char text[80];
    if (r.of->inputs == 1) std::snprintf(text, sizeof text, "%.9g", r.all.x);
    else std::snprintf(text, sizeof text, "%.9g; %.9g", r.all.x, r.all.y);
    return text;
  }
};

}  // namespace ogive::sweep
