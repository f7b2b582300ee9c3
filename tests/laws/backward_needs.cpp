// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What backward_needs says of the catalogue, against the derivatives themselves: constants are constant, two values are
// two, and equal outputs have equal derivatives.
#include <algorithm>
#include <map>
#include <set>

#include <catch2/catch.hpp>

#include <ogive/calculus/backward_needs.hpp>
#include <ogive/calculus/from_output.hpp>

#include "laws/support.hpp"

using namespace laws;

namespace {

/// Every derivative by an input and, if they are learned, by a parameter: a vector for each point.
std::vector<std::vector<double>> derivatives_at(const program& value, const std::vector<double>& xs) {
  std::vector<std::vector<double>> all(xs.size());
  for (const symbol_slot& s : detail::every_symbol(value)) {
    const runnable f(derivative_of(value, s));
    for (std::size_t i = 0; i != xs.size(); ++i) all[i].push_back(f(xs[i]));
  }
  return all;
}

bool are_close(const std::vector<double>& a, const std::vector<double>& b) {
  for (std::size_t k = 0; k != a.size(); ++k) {
    if (std::abs(a[k] - b[k]) > 1e-6 * std::max(1.0, std::abs(a[k]))) return false;
  }
  return true;
}

/// Checks what is said of one program over a dense sample of x.
void check_need(const std::string& what, const program& value, backward_need need) {
  std::vector<double> xs;
  for (int i = -2000; i <= 2000; ++i) xs.push_back(i / 256.0 + 1e-3);
  const auto derivatives = derivatives_at(value, xs);
  INFO(what);
  if (need == backward_need::none || need == backward_need::one_bit) {
    std::vector<std::vector<double>> different;
    for (const auto& d : derivatives) {
      if (std::find(different.begin(), different.end(), d) == different.end()) different.push_back(d);
    }
    CHECK(different.size() == (need == backward_need::none ? 1 : 2));
  }
  if (need == backward_need::output) {
    const runnable f(value);
    std::map<double, std::size_t> first;  // the point at which an output was met
    for (std::size_t i = 0; i != xs.size(); ++i) {
      const auto [met, is_new] = first.emplace(f(xs[i]), i);
      if (!is_new) CHECK(are_close(derivatives[i], derivatives[met->second]));
    }
  }
}

}  // namespace

TEST_CASE("what backward needs suffices") {
  int counts[4] = {};
  for_each_activation([&](const record& r) {
    const program value = exact_program(r), fixed = with_initial_values(value);
    CHECK(fixed.parameters.empty());
    const backward_need learned = needs_of(value), of_fixed = needs_of(fixed);
    CHECK(of_fixed <= learned);
    CHECK(needs_of(value, false) <= learned);
    check_need(std::string(r.name), value, learned);
    check_need(std::string(r.name) + ", parameters fixed", fixed, of_fixed);
    ++counts[static_cast<std::size_t>(of_fixed)];
  });
  for (const int c : counts) CHECK(c > 0);
}

TEST_CASE("where the output suffices, the derivative is written over it") {
  int written = 0;
  for_each_activation([&](const record& r) {
    const program value = with_initial_values(exact_program(r));
    const program over_output = derivative_from_output(value);
    INFO(r.name);
    if (!r.over_rows && value.inputs.size() == 1 && needs_of(value) == backward_need::output)
      CHECK(!over_output.results.empty());
    if (over_output.results.empty()) return;
    ++written;
    const runnable f(value), slope(derivative_of(value, {operation::input, 0}));
    const program ready = executable(over_output);
    for (int i = -800; i <= 800; ++i) {
      const double x = i / 128.0 + 1e-3, y = f(x), upstream = 3;
      const double found = detail::interpret(ready, std::array<double, 2>{y, upstream}, detail::list<double>());
      // the output has lost what the derivative is made of where f flattens: a part of 1, not of the derivative
      CHECK(std::abs(found - upstream * slope(x)) <= 1e-11 * std::max(1.0, std::abs(upstream * slope(x))));
    }
  });
  CHECK(written > 10);
}

TEST_CASE("where equal outputs have equal derivatives, the output suffices") {
  std::set<std::string> impossible, found, beyond;
  for_each_activation([&](const record& r) {
    const program value = with_initial_values(exact_program(r));
    if (r.over_rows || value.inputs.size() != 1) return;
    const runnable f(value), slope(derivative_of(value, {operation::input, 0}));
    // where a function turns, points in the order of their outputs come from both sides in turn; a kink is one jump
    std::vector<std::pair<double, double>> points;
    for (int i = -2000; i <= 2000; ++i) points.emplace_back(f(i / 256.0 + 1e-3), slope(i / 256.0 + 1e-3));
    std::sort(points.begin(), points.end());
    int jumps = 0;
    for (std::size_t i = 1; i != points.size(); ++i) jumps += std::abs(points[i].second - points[i - 1].second) > 0.05;
    const bool has = !derivative_from_output(value).results.empty();
    (jumps > 8 ? impossible : has ? found : beyond).insert(std::string(r.name));
    INFO(r.name << " has " << jumps << " jumps");
    CHECK_FALSE((has && jumps > 8));
  });
  CHECK(impossible.contains("swish"));
  CHECK(found.size() > 30);
  // increasing, but the inverse is no formula of the language
  CHECK(beyond == std::set<std::string>{"apl", "derf", "snake", "snake_beta", "tanhshrink"});
}
