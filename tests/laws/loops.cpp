// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Laws of the loops, for every activation, for float and double: a register computes what a scalar computes, for every
// length and alignment; an element's result does not depend on its position; fused passes equal separate ones.
#include <algorithm>
#include <span>

#include <catch2/catch.hpp>

#include "laws/support.hpp"

using namespace laws;

namespace {

template <class T>
constexpr std::size_t lanes_of = detail::lanes<detail::native_batch<T>>;

template <class T>
std::vector<T> sample(std::size_t n) {
  std::vector<T> v(n);
  for (std::size_t i = 0; i != n; ++i) v[i] = static_cast<T>(static_cast<double>((i * 37) % 101) * 0.17 - 8.5);
  return v;
}

/// A few ULP, or as much near a zero where two roundings of the same terms may differ by more.
template <class T>
bool close(T a, T b) {
  return ulp_distance(a, b) <= 4 || std::abs(a - b) <= 4 * std::numeric_limits<T>::epsilon();
}

template <class T>
constexpr T guard = static_cast<T>(-12345.5);

}  // namespace

TEMPLATE_TEST_CASE("a register computes what a scalar computes, for every length and alignment", "", float, double) {
  using T = TestType;
  for_each_activation([](auto entry) {
    for (std::size_t n = 0; n <= 2 * lanes_of<T> + 1; ++n) {
      for (std::size_t offset = 0; offset != 4; ++offset) {
        const std::vector<T> values = sample<T>(n + offset);
        std::vector<T> result(n + offset + 3, guard<T>);
        const auto in = std::span(values).subspan(offset);
        ogive::map<entry.formula>(in, std::span(result).subspan(offset, n));
        INFO(entry.name << ", " << n << " elements, offset " << offset);
        for (std::size_t i = 0; i != n; ++i) REQUIRE(close(result[offset + i], evaluate<entry.formula>(in[i])));
        for (std::size_t i = 0; i != offset; ++i) REQUIRE(result[i] == guard<T>);
        for (std::size_t i = offset + n; i != result.size(); ++i) REQUIRE(result[i] == guard<T>);
      }
    }
  });
}

TEMPLATE_TEST_CASE("an element's result does not depend on its position", "", float, double) {
  using T = TestType;
  [[maybe_unused]] static constexpr std::size_t n = 3 * lanes_of<T> - 1;
  for_each_activation([](auto entry) {
    for (const double v : {-30.0, -3.3, -1.2, -1e-4, 0.0, 1e-4, 0.7, 5.5, 30.0}) {
      const std::vector<T> in(n, static_cast<T>(v));
      std::vector<T> value(n), slope(n);
      ogive::map_with_derivative<entry.formula>(in, value, slope);
      INFO(entry.name << " at " << v);
      REQUIRE(std::all_of(value.begin(), value.end(), [&](T w) { return ulp_distance(w, value[0]) == 0; }));
      REQUIRE(std::all_of(slope.begin(), slope.end(), [&](T w) { return ulp_distance(w, slope[0]) == 0; }));
    }
  });
}

TEMPLATE_TEST_CASE("NaN goes in at one place and comes out at that place", "", float, double) {
  using T = TestType;
  [[maybe_unused]] static constexpr std::size_t n = 2 * lanes_of<T> + 1;
  for_each_activation([](auto entry) {
    for (std::size_t at = 0; at != n; ++at) {
      std::vector<T> in = sample<T>(n), value(n), slope(n);
      in[at] = std::numeric_limits<T>::quiet_NaN();
      ogive::map_with_derivative<entry.formula>(in, value, slope);
      INFO(entry.name << ", NaN at " << at);
      for (std::size_t i = 0; i != n; ++i) {
        REQUIRE(std::isnan(value[i]) == (i == at));
        REQUIRE(std::isnan(slope[i]) == (i == at));
      }
    }
  });
}

TEMPLATE_TEST_CASE("NaN of any input or parameter reaches the result", "", float, double) {
  using T = TestType;
  using symbols::x, symbols::y, symbols::param;
  constexpr auto masked = y * (exp(x) * where(x > 0, y, 0));
  constexpr auto scaled = param<"s">(1) * x * (sigmoid(x) * where(x > 0, param<"s">(1), 0));
  constexpr T nan = std::numeric_limits<T>::quiet_NaN();
  const std::vector<T> left{-1, 1, -200}, right{nan, nan, nan};
  std::vector<T> out(3);
  ogive::map<masked>(left, right, out);
  for (const T v : out) CHECK(std::isnan(v));
  ogive::map<scaled>(left, out, param<"s"> = nan);
  for (const T v : out) CHECK(std::isnan(v));
}

TEMPLATE_TEST_CASE("infinity gives the limit, of the value and of the derivative", "", float, double) {
  using T = TestType;
  constexpr T infinity = std::numeric_limits<T>::infinity();
  for_each_activation([](auto entry) {
    for (const T sign : {T{-1}, T{1}}) {
      const std::vector<T> in{sign * infinity, sign * std::numeric_limits<T>::max(), sign * static_cast<T>(1e20),
                              sign * static_cast<T>(1e4)};
      std::vector<T> value(4), slope(4);
      ogive::map_with_derivative<entry.formula>(in, value, slope);
      INFO(entry.name << " towards " << in[0] << ": " << value[0] << ", " << value[1] << "; slope " << slope[0] << ", "
                      << slope[1] << ", " << slope[2]);
      const bool unbounded = std::abs(value[2]) > 1e10;
      if (unbounded) CHECK(value[0] == std::copysign(infinity, value[2]));
      if (!unbounded) CHECK(std::abs(value[0] - value[2]) <= static_cast<T>(1e-6));
      for (std::size_t i = 0; i != 3; ++i) CHECK(std::abs(slope[i] - slope[3]) <= static_cast<T>(1e-6));
    }
  });
}

TEMPLATE_TEST_CASE("fused passes equal separate ones", "", float, double) {
  using T = TestType;
  [[maybe_unused]] static constexpr std::size_t n = 333;
  for_each_activation([](auto entry) {
    const std::vector<T> in = sample<T>(n), upstream = [] {
      std::vector<T> u = sample<T>(n);
      std::reverse(u.begin(), u.end());
      return u;
    }();
    std::vector<T> value(n), slope(n), fused_value(n), fused_slope(n), grad(n);
    ogive::map<entry.formula>(in, value);
    ogive::map<derive(entry.formula)>(in, slope);
    ogive::map_with_derivative<entry.formula>(in, fused_value, fused_slope);
    const auto gradients = ogive::backward<entry.formula>(in, upstream, grad);
    std::vector<T> in_place = in, upstream_in_place = upstream;
    ogive::map<entry.formula>(in_place, in_place);
    ogive::backward<entry.formula>(in, upstream_in_place, upstream_in_place);
    INFO(entry.name);
    for (std::size_t i = 0; i != n; ++i) {
      INFO("x = " << in[i]);
      REQUIRE(close(fused_value[i], value[i]));
      REQUIRE(close(fused_slope[i], slope[i]));
      REQUIRE(close(grad[i], upstream[i] * slope[i]));
      REQUIRE(in_place[i] == value[i]);
      REQUIRE(upstream_in_place[i] == grad[i]);
    }
    constexpr const auto& program = detail::executable_program<entry.formula, detail::beside_value::all_derivatives>;
    for (std::size_t k = 0; k != gradients.values.size(); ++k) {
      double sum = 0, size = 0;
      for (std::size_t i = 0; i != n; ++i) {
        const auto results =
            detail::run<program>(std::array{static_cast<double>(in[i])}, detail::bound_parameters<program, double>());
        sum += static_cast<double>(upstream[i]) * results[2 + k];
        size += std::abs(static_cast<double>(upstream[i]) * results[2 + k]);
      }
      CHECK(std::abs(static_cast<double>(gradients.values[k]) - sum) <=
            1e3 * size * std::numeric_limits<T>::epsilon() * 0.01);
    }
  });
}
