// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A sample of the sweep (main.cpp) with its bounds, and nothing beyond what it has found (docs/accuracy.csv): the
// functions of the language in float and double, and value and derivatives of every activation.
#include <bit>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "catalogue/table.hpp"
#include "directory.hpp"
#include "sweep/table.hpp"
#include "sweep/tasks.hpp"

using namespace ogive::sweep;

namespace {

constexpr std::uint64_t every_float = segments * segment_size;
constexpr extent sample{.stride = 1021, .checks = 256, .rows = 128};

/// Beyond what the whole sweep has found, if it was of this processor and compiler?
bool exceeds_sweep(const table::row& r) {
  static const std::vector<maximum> all = read_maxima(std::string(ogive::tests::directory) + "/../docs/accuracy.csv");
  for (const maximum& m : all) {
    if (m.function == r.of->label() && m.what == r.result && m.type == "float" && m.isa == isa() &&
        m.compiler == compiler() && m.points >= every_float)
      return r.all.worst > m.error();
  }
  return false;
}

void check(const std::vector<subject>& subjects, const extent& e) {
  table results(e.doubles != 0);
  for (const subject& s : subjects) {
    for (const task& t : tasks_of(s, e)) results.add(s, t.setting, t.of_reference, t.run());
  }
  INFO(table::heading());
  for (const table::row& r : results.rows()) {
    INFO(results.line(r));
    CHECK(results.is_within(r));
    // the points of the other settings are not all among those of the whole sweep
    if (e.doubles == 0 && r.setting.empty()) CHECK_FALSE(exceeds_sweep(r));
  }
}

/// Every fourth activation, so that the tests run at the same time.
void check_quarter(std::size_t quarter) {
  std::vector<subject> all = catalogue_subjects(), some;
  for (std::size_t k = quarter; k < all.size(); k += 4) some.push_back(std::move(all[k]));
  check(some, sample);
}

/// The inputs of an activation at a point: x, and beside it what a sweep has there.
std::vector<double> inputs_of(const subject& s, double x) {
  return s.inputs == 1 ? std::vector{x} : std::vector{x, 0.5};
}

template <class T>
std::vector<T> results_at(const subject& s, const pass<T>& kernel, const std::vector<double>& at) {
  const std::vector<T> in(at.begin(), at.end());
  std::vector<T> out(s.results.size());
  std::vector<const T*> from;
  std::vector<T*> to;
  for (const T& v : in) from.push_back(&v);
  for (T& v : out) to.push_back(&v);
  const std::vector<double> initial = s.initial_values();
  const std::vector<T> parameters(initial.begin(), initial.end());
  kernel(from.data(), to.data(), 1, parameters.data());
  return out;
}

}  // namespace

TEST_CASE("activations at the ends of the floats and of exponentials, in float and double") {
  constexpr double ends[] = {0, 0x1p-149, 89, 100, 1e20, 0x1.fffffep127};
  for (const subject& s : catalogue_subjects()) {
    if (s.record->over_rows) continue;
    const sweeper judge(s, settings_of(s)[0]);
    for (const double size : ends) {
      for (const double x : {size, -size}) {
        const std::vector<double> at = inputs_of(s, static_cast<double>(static_cast<float>(x)));
        const std::vector<float> single = results_at(s, s.of_float, at);
        const std::vector<double> wide = results_at(s, s.of_double, at);
        for (std::size_t r = 0; r != s.results.size(); ++r) {
          INFO(s.name << ", " << s.results[r] << " at " << at[0] << ": " << single[r] << ", " << wide[r]);
          CHECK(judge.exact_error(r, at, single[r]) <= s.bound);
          CHECK(judge.exact_error(r, at, static_cast<float>(wide[r])) <= 1);  // what float has of it
        }
      }
    }
  }
}

TEST_CASE("the judge of many results agrees with the judge of one, and can find fault") {
  constexpr float infinity = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
  const auto error = [](float y, double r) {
    float e = 0;
    CHECK(errors_in_ulp(&y, &r, &e, 1) == e);
    CHECK(e == Approx(error_in_ulp(y, multiprecision<128>(r))).epsilon(1e-6).margin(1e-9));
    return e;
  };
  CHECK(error(1.0F, 1.0) == 0);
  CHECK(error(1.0F, 1 + 0x1p-24) == 0.5F);
  CHECK(error(1.0F, 1 - 0x1p-24) == 1);
  CHECK(error(0.0F, 0x1p-149) == 1);
  CHECK(error(0.0F, 0x1p-1000) < 1e-9F);
  CHECK(error(-0.0F, 0.0) == 0);
  CHECK(error(infinity, 1e300) == 0);
  CHECK(error(infinity, 0x1.fffffep127) == 1);
  CHECK(error(0x1.fffffep127F, 1e39) == 1);
  CHECK(error(-infinity, 1e300) > 1e7F);
  CHECK(error(nan, std::numeric_limits<double>::quiet_NaN()) == 0);
  CHECK(error(nan, 1.0) == infinity);
  CHECK(error(1.0F, std::numeric_limits<double>::quiet_NaN()) == infinity);
  CHECK(error(nan, std::numeric_limits<double>::infinity()) == infinity);
  for (std::uint64_t k = 0; k != 10'000; ++k) {
    const auto y = std::bit_cast<float>(static_cast<std::uint32_t>(mixed(k)));
    error(y, static_cast<double>(y) * (1 + 1e-6 * static_cast<double>(k % 100)));
  }
}

TEST_CASE("functions in float") { check(elementary_subjects(), sample); }
TEST_CASE("functions in double") { check(elementary_subjects(), {.doubles = 20'000}); }
TEST_CASE("activations, first quarter") { check_quarter(0); }
TEST_CASE("activations, second quarter") { check_quarter(1); }
TEST_CASE("activations, third quarter") { check_quarter(2); }
TEST_CASE("activations, last quarter") { check_quarter(3); }
