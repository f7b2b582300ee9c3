// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Laws of the loops, for every activation, for float and double: a register computes what a scalar computes, for every
// length and alignment; an element's result does not depend on its position; fused passes equal separate ones; NaN and
// infinity go through.
#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/kernel/map.hpp>

#include "laws/support.hpp"

using namespace laws;

namespace {

template <class T>
constexpr std::size_t lanes_of = detail::lanes<detail::native_batch<T>>;

template <class T>
constexpr T infinity = std::numeric_limits<T>::infinity();
template <class T>
constexpr T not_a_number = std::numeric_limits<T>::quiet_NaN();
template <class T>
constexpr T guard = static_cast<T>(-12345.5);

/// Inputs over [−8.5, 8.5], each in an order of its own.
template <class T>
columns<T> sample(const record& r, std::size_t n) {
  columns<T> in(r.inputs.size(), std::vector<T>(n));
  for (std::size_t k = 0; k != in.size(); ++k) {
    for (std::size_t i = 0; i != n; ++i)
      in[k][i] = static_cast<T>(static_cast<double>((i * (37 + 11 * k) + 23 * k) % 101) * 0.17 - 8.5);
  }
  return in;
}

/// A few ULP, or as much near a zero where two roundings of the same terms may differ by more.
template <class T>
bool close(T a, T b) {
  return ulp_distance(a, b) <= 4 || std::abs(a - b) <= 4 * std::numeric_limits<T>::epsilon();
}

/// Any NaN is as good as another; the zeros are two.
template <class T>
bool same_bits(T a, T b) {
  return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
}

/// Where a function may break: zeros, infinities, NaN, where exponentials end, what is large, what is tiny.
template <class T>
std::vector<T> edges() {
  using limits = std::numeric_limits<T>;
  std::vector<T> all = {T(0), limits::infinity(), limits::max(), T(1e20), T(100), T(89), limits::min(), limits::denorm_min()};
  for (std::size_t i = all.size(); i-- > 0;) all.push_back(-all[i]);
  all.push_back(limits::quiet_NaN());
  return all;
}

/// The columns of value and derivatives in one pass, those of the gradients, then value, slope and curvature in passes
/// of their own.
template <class T>
columns<T> value_slopes_gradients(const record& r, const columns<T>& in) {
  const std::vector<T> parameters = initial_values<T>(r);
  columns<T> all = pass(r.of<T>().value_with_derivatives, in, parameters, 1 + in.size());
  for (std::vector<T>& grad : backward_pass(r, in, std::vector<T>(in[0].size(), T(1.5)), parameters).inputs)
    all.push_back(std::move(grad));
  for (const auto kernel : {r.of<T>().value, r.of<T>().slope, r.of<T>().curvature}) {
    if (kernel != nullptr) all.push_back(pass(kernel, in, parameters)[0]);
  }
  return all;
}

template <class T>
std::vector<T> element(const columns<T>& in, std::size_t i) {
  std::vector<T> values;
  for (const std::vector<T>& column : in) values.push_back(column[i]);
  return values;
}

/// Does an input occur? The derivative of x·y by x is free of x, that of the identity is 1 everywhere.
bool reads_input(const program& p, std::size_t input) {
  return p.find({.op = operation::input, .arguments = {static_cast<std::int16_t>(input), -1, -1, -1}}) >= 0;
}

struct exception {
  std::string_view name, reason;
};

/// Activations that the law of infinity does not hold for.
constexpr exception without_limit[] = {
    {"sine", "oscillates"},
    {"gcu", "oscillates"},
    {"snake", "its derivative oscillates"},
    {"snake_beta", "its derivative oscillates"},
    {"pau", "∞ / ∞ at infinity: a quotient of polynomials, whose limit is beyond the calculus"},
};

bool has_limit(const record& r) {
  return std::none_of(std::begin(without_limit), std::end(without_limit),
                      [&](const exception& e) { return e.name == r.name; });
}

/// Is `at_infinity` what a function tends to that has these values at 1e10, 1e20 and the largest number?
template <class T>
bool is_limit(T at_infinity, T early, T late, T latest) {
  const bool grows = std::isinf(late) || std::abs(latest) > std::abs(late) + 1;
  if (grows) return at_infinity == std::copysign(infinity<T>, latest) && std::signbit(latest) == std::signbit(early);
  return std::abs(at_infinity - late) <= static_cast<T>(1e-6) && std::abs(latest - late) <= static_cast<T>(1e-6);
}

}  // namespace

TEMPLATE_TEST_CASE("a register computes what a scalar computes, for every length and alignment", "", float, double) {
  using T = TestType;
  for_each_elementwise([](const record& r) {
    const std::vector<T> parameters = initial_values<T>(r);
    for (std::size_t n = 0; n <= 2 * lanes_of<T> + 1; ++n) {
      for (std::size_t offset = 0; offset != 4; ++offset) {
        const columns<T> values = sample<T>(r, n + offset);
        std::vector<T> result(n + offset + 3, guard<T>);
        std::vector<const T*> in;
        for (const std::vector<T>& column : values) in.push_back(column.data() + offset);
        T* const out = result.data() + offset;
        r.of<T>().value(in.data(), &out, n, parameters.data());
        INFO(r.name << ", " << n << " elements, offset " << offset);
        for (std::size_t i = 0; i != n; ++i)
          REQUIRE(close(out[i], r.of<T>().evaluate(element(values, offset + i).data(), parameters.data())));
        for (std::size_t i = 0; i != offset; ++i) REQUIRE(result[i] == guard<T>);
        for (std::size_t i = offset + n; i != result.size(); ++i) REQUIRE(result[i] == guard<T>);
      }
    }
  });
}

TEMPLATE_TEST_CASE("an element's result does not depend on its position", "", float, double) {
  using T = TestType;
  constexpr std::size_t n = 3 * lanes_of<T> - 1;  // every lane of a register, every place in a tail
  for_each_elementwise([](const record& r) {
    const columns<T> usual = sample<T>(r, n), of_usual = value_slopes_gradients(r, usual);
    for (std::size_t k = 0; k != r.inputs.size(); ++k) {
      for (const T edge : edges<T>()) {
        for (std::size_t at = 0; at != n; ++at) {
          columns<T> in = usual, alone;
          in[k][at] = edge;
          for (std::vector<T>& column : in) alone.push_back({column[at]});
          const columns<T> of_edge = value_slopes_gradients(r, alone), all = value_slopes_gradients(r, in);
          INFO(r.name << ", " << edge << " as " << r.inputs[k] << " at " << at);
          for (std::size_t result = 0; result != all.size(); ++result) {
            std::vector<T> expected = of_usual[result];
            expected[at] = of_edge[result][0];
            REQUIRE(std::equal(expected.begin(), expected.end(), all[result].begin(), same_bits<T>));
          }
        }
      }
    }
  });
}

TEMPLATE_TEST_CASE("NaN goes in at one place and comes out at that place", "", float, double) {
  using T = TestType;
  constexpr std::size_t n = 2 * lanes_of<T> + 1;
  for_each_elementwise([](const record& r) {
    std::vector<program> programs{exact_program(r)};
    for (std::size_t k = 0; k != r.inputs.size(); ++k)
      programs.push_back(derivative_of(programs[0], {operation::input, static_cast<int>(k)}));
    const auto passed_with = [&](std::size_t k, std::size_t at, T value) {
      columns<T> in = sample<T>(r, n);
      in[k][at] = value;
      return pass(r.of<T>().value_with_derivatives, in, initial_values<T>(r), 1 + r.inputs.size());
    };
    for (std::size_t k = 0; k != r.inputs.size(); ++k) {
      for (std::size_t at = 0; at != n; ++at) {
        const columns<T> all = passed_with(k, at, not_a_number<T>), one = passed_with(k, at, 1),
                         other = passed_with(k, at, -2);
        for (std::size_t result = 0; result != all.size(); ++result) {
          INFO(r.name << ", NaN in " << r.inputs[k] << " at " << at << ", result " << result);
          for (std::size_t i = 0; i != n; ++i) {
            if (i != at) REQUIRE(!std::isnan(all[result][i]));
          }
          if (!reads_input(programs[result], k)) continue;
          // a second input may stand in the branch that is not taken, such as the slope of a rectifier
          if (k == 0 || one[result][at] != other[result][at]) REQUIRE(std::isnan(all[result][at]));
        }
      }
    }
  });
}

TEMPLATE_TEST_CASE("NaN of any input or parameter reaches the result", "", float, double) {
  using T = TestType;
  using symbols::x, symbols::y, symbols::param;
  constexpr auto masked = y * (exp(x) * where(x > 0, y, 0));
  constexpr auto scaled = param<"s">(1) * x * (sigmoid(x) * where(x > 0, param<"s">(1), 0));
  constexpr T nan = not_a_number<T>;
  const std::vector<T> left{-1, 1, -200}, right{nan, nan, nan};
  std::vector<T> out(3);
  ogive::map<masked>(left, right, out);
  for (const T v : out) CHECK(std::isnan(v));
  ogive::map<scaled>(left, out, param<"s"> = nan);
  for (const T v : out) CHECK(std::isnan(v));
}

TEMPLATE_TEST_CASE("infinity gives the limit, of the value and of the derivative", "", float, double) {
  using T = TestType;
  for_each_activation([](const record& r) {
    if (!has_limit(r)) return;
    for (const T sign : {T{-1}, T{1}}) {
      const std::vector<T> in{sign * infinity<T>, sign * std::numeric_limits<T>::max(), sign * static_cast<T>(1e20),
                              sign * static_cast<T>(1e10)};
      const columns<T> all = pass(r.of<T>().value_with_derivatives, {in}, initial_values<T>(r), 2);
      for (std::size_t result = 0; result != 2; ++result) {
        const std::vector<T>& v = all[result];
        INFO(r.name << (result == 0 ? "" : "'") << " towards " << in[0] << ": " << v[3] << ", " << v[2] << ", " << v[1]
                    << ", " << v[0]);
        CHECK(is_limit(v[0], v[3], v[2], v[1]));
        const bool bounded = std::abs(v[1]) < static_cast<T>(1e3);
        if (result == 1 && bounded) CHECK(std::abs(v[2] - v[3]) <= static_cast<T>(1e-6));
      }
    }
  });
}

TEST_CASE("every exception to the law of infinity has a reason that holds") {
  for (const exception& e : without_limit) {
    const record* const r = catalogue::find(e.name);
    if (r == nullptr) continue;
    INFO(e.name << ": " << e.reason);
    bool holds = true;
    for (const double sign : {-1.0, 1.0}) {
      const std::vector<double> in{sign * infinity<double>, sign * std::numeric_limits<double>::max(), sign * 1e20,
                                   sign * 1e10};
      const columns<double> all = pass(r->for_double.value_with_derivatives, {in}, initial_values(*r), 2);
      for (const std::vector<double>& v : all) holds = holds && is_limit(v[0], v[3], v[2], v[1]);
    }
    CHECK_FALSE(holds);
  }
}

TEMPLATE_TEST_CASE("fused passes equal separate ones", "", float, double) {
  using T = TestType;
  constexpr std::size_t n = 333;
  for_each_elementwise([](const record& r) {
    const std::size_t inputs = r.inputs.size();
    const std::vector<T> parameters = initial_values<T>(r);
    const columns<T> in = sample<T>(r, n);
    std::vector<T> upstream = in[0];
    std::reverse(upstream.begin(), upstream.end());
    const auto& kernels = r.of<T>();
    const std::vector<T> value = pass(kernels.value, in, parameters)[0], slope = pass(kernels.slope, in, parameters)[0];
    const columns<T> fused = pass(kernels.value_with_derivatives, in, parameters, 1 + inputs);
    const gradients<T> g = backward_pass(r, in, upstream, parameters);

    columns<T> in_place = in;
    T* const first = in_place[0].data();
    kernels.value(pointers<T>(std::as_const(in_place)).data(), &first, n, parameters.data());
    columns<T> grads(inputs, std::vector<T>(n));
    grads[0] = upstream;
    std::vector<T> sums(parameters.size());
    kernels.backward(pointers<T>(in).data(), grads[0].data(), pointers<T>(grads).data(), n, parameters.data(),
                     sums.data());
    INFO(r.name);
    for (std::size_t i = 0; i != n; ++i) {
      INFO("x = " << in[0][i]);
      REQUIRE(close(fused[0][i], value[i]));
      REQUIRE(close(fused[1][i], slope[i]));
      for (std::size_t k = 0; k != inputs; ++k) REQUIRE(close(g.inputs[k][i], upstream[i] * fused[1 + k][i]));
      REQUIRE(in_place[0][i] == value[i]);
      REQUIRE(grads[0][i] == g.inputs[0][i]);
    }
    const program exact = exact_program(r);
    for (std::size_t k = 0; k != parameters.size(); ++k) {
      const runnable by_parameter(derivative_of(exact, {operation::parameter, static_cast<int>(k)}));
      double sum = 0, size = 0;
      for (std::size_t i = 0; i != n; ++i) {
        const std::vector<T> at = element(in, i);
        const double term = static_cast<double>(upstream[i]) * by_parameter(std::vector<double>(at.begin(), at.end()));
        sum += term;
        size += std::abs(term);
      }
      INFO("by " << r.parameters[k].name << ": " << g.parameters[k] << ", terms " << sum);
      CHECK(std::abs(static_cast<double>(g.parameters[k]) - sum) <= 10 * size * std::numeric_limits<T>::epsilon());
    }
  });
}
