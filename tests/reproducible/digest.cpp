// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Every OGIVE_DIGEST_PARTS-th activation goes in, from OGIVE_DIGEST_PART on; a line for each and for each element type
// comes out, with a number for the bits of its value, its derivatives or gradients, and the sums of its parameters, at
// the same inputs on every machine; the first part adds the functions of the language. `digest NAME` prints those bits.
// Which NaN a NaN is does not count.
#include <array>
#include <bit>
#include <cinttypes>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <ogive/ogive.hpp>

#include "../random.hpp"  // the only folder it is compiled with is that of the library

namespace {

using namespace ogive;

template <class T>
using bits_of = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

template <class T>
bits_of<T> same_for_all_nans(T v) {
  return std::bit_cast<bits_of<T>>(v != v ? std::numeric_limits<T>::quiet_NaN() : v);
}

/// Zeros, infinities, NaN, both signs of each exponent, the ends of ranges, and numbers near 0.
template <class T>
std::vector<T> inputs() {
  using limits = std::numeric_limits<T>;
  std::vector<T> in = {T(0),          limits::infinity(), limits::quiet_NaN(),
                       limits::max(), limits::min(),      limits::denorm_min()};
  for (double edge : {0.5, 1.0, 1.5, 2.0, 3.0, 6.0, 14.5, 87.5, 88.7228, 89.0, 100.0, 103.97, 1e5, 1e12, 1e20})
    in.push_back(static_cast<T>(edge));
  std::uint64_t state = 2026;
  constexpr int mantissa = limits::digits - 1;
  for (bits_of<T> exponent = 0; exponent != bits_of<T>(2) * limits::max_exponent - 1; ++exponent)
    in.push_back(
        std::bit_cast<T>(static_cast<bits_of<T>>(exponent << mantissa | next_random(state) >> (64 - mantissa))));
  for (double width : {1.0, 4.0, 16.0, 100.0}) {
    for (int i = 0; i != 256; ++i)
      in.push_back(static_cast<T>(static_cast<double>(next_random(state) >> 11) * 0x1p-53 * width));
  }
  for (std::size_t i = 0, half = in.size(); i != half; ++i) in.push_back(-in[i]);
  return in;
}

/// FNV-1a of the bits.
template <class T>
std::uint64_t digest(const std::vector<T>& values) {
  std::uint64_t sum = 0xcbf29ce484222325;
  for (const T v : values) {
    for (auto bits = same_for_all_nans(v); const int shift : {0, 8, 16, 24, 32, 40, 48, 56}) {
      if (shift < static_cast<int>(8 * sizeof(T))) sum = (sum ^ (bits >> shift & 0xff)) * 0x100000001b3;
    }
  }
  return sum;
}

template <class T>
using columns = std::vector<std::vector<T>>;

/// The functions of the language, as one formula with many results.
constexpr auto functions = [] {
  using symbols::x, symbols::y;
  return results(exp(x), expm1(x), log(x), log1p(x), sqrt(x), pow(abs(x), y), sin(x), cos(x), atan(x), asinh(x), erf(x),
                 erfc(x), pdf(x), cdf(x), tanh(x), sech2(x), sigmoid(x), log_sigmoid(x), softplus(x), floor(x), x / y);
}();

/// What a formula computes at some inputs: its value and derivatives in one pass; of one with parameters, what backward
/// makes; its value by a pass of its own.
template <auto F, class T>
columns<T> results_of(const columns<T>& in) {
  constexpr std::size_t inputs = program_of<F>.inputs.size();
  const std::size_t n = in[0].size();
  columns<T> out(1 + inputs, std::vector<T>(n));
  std::vector<T> alone(n);
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    map_with_derivative<F>(in[I]..., out[0], out[1 + I]...);
    map<F>(in[I]..., alone);
    if constexpr (!program_of<F>.parameters.empty()) {
      // sums, in which one infinity or NaN would hide all else: only of inputs that are not large
      columns<T> some(inputs), grad;
      for (std::size_t i = 0; i != n; ++i) {
        if (((std::abs(in[I][i]) < 20) && ...)) (some[I].push_back(in[I][i]), ...);
      }
      grad.assign(inputs, std::vector<T>(some[0].size()));
      const auto sums = backward<F>(some[I]..., some[0], grad[I]...);
      out.emplace_back(sums.values.begin(), sums.values.end());
      out.insert(out.end(), grad.begin(), grad.end());
    }
  }
  (std::make_index_sequence<inputs>{});
  out.push_back(alone);
  return out;
}

/// The same over rows of several lengths: value and gradients.
template <auto F, class T>
columns<T> row_results_of(const columns<T>& in) {
  constexpr std::size_t inputs = program_of<F>.inputs.size();
  constexpr bool one_for_each_row = !detail::results_of_columns<detail::row_program<F, 0>, 0>()[0];
  columns<T> out(1 + inputs + 1);
  columns<T> some(inputs);
  for (std::size_t k = 0; k != inputs; ++k) {
    for (const T v : in[k]) {
      if (std::abs(v) < 20) some[k].push_back(v);
    }
  }
  for (const std::size_t width : std::array<std::size_t, 8>{1, 5, 16, 21, 37, 64, 100, 131}) {
    constexpr std::size_t rows = 5;
    const std::size_t of_result = one_for_each_row ? 1 : width;
    const auto matrix = [](auto& column, std::size_t c) {
      return matrix_view<std::remove_reference_t<decltype(column[0])>>{column.data(), rows, c, c};
    };
    std::vector<T> value(rows * of_result);
    columns<T> grad(inputs, std::vector<T>(rows * width));
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      map_rows<F>(matrix(some[I], width)..., matrix(value, of_result));
      const auto sums =
          backward_rows<F>(matrix(some[I], width)..., matrix(some[0], of_result), matrix(grad[I], width)...);
      out.back().insert(out.back().end(), sums.values.begin(), sums.values.end());
    }
    (std::make_index_sequence<inputs>{});
    out[0].insert(out[0].end(), value.begin(), value.end());
    for (std::size_t k = 0; k != inputs; ++k) out[1 + k].insert(out[1 + k].end(), grad[k].begin(), grad[k].end());
  }
  return out;
}

template <class T>
void print(std::string_view name, const columns<T>& out, bool with_bits) {
  std::printf("%.*s %s", static_cast<int>(name.size()), name.data(), sizeof(T) == 4 ? "float" : "double");
  for (const std::vector<T>& result : out) std::printf(" %016" PRIx64, digest(result));
  std::printf("\n");
  for (std::size_t r = 0; with_bits && r != out.size(); ++r) {
    for (std::size_t i = 0; i != out[r].size(); ++i)
      std::printf("  result %zu at %zu: %" PRIx64 "\n", r, i, std::uint64_t{same_for_all_nans(out[r][i])});
  }
}

/// So many columns of inputs, each in an order of its own.
template <class T>
columns<T> inputs_in_columns(std::size_t count) {
  const std::vector<T> all = inputs<T>();
  columns<T> in(count, all);
  for (std::size_t k = 1; k != count; ++k) {
    for (std::size_t i = 0; i != all.size(); ++i) in[k][i] = all[(i * (7 * k + 4) + 1009 * k) % all.size()];
  }
  return in;
}

template <auto F, class T>
void print_formula(std::string_view name, bool with_bits) {
  const columns<T> in = inputs_in_columns<T>(program_of<F>.inputs.size());
  if constexpr (detail::reads_rows<std::remove_cv_t<decltype(F)>>) print(name, row_results_of<F>(in), with_bits);
  else print(name, results_of<F>(in), with_bits);
}

template <class T>
void print_functions(bool with_bits) {
  const columns<T> in = inputs_in_columns<T>(2);
  columns<T> out(program_of<functions>.results.size(), std::vector<T>(in[0].size()));
  [&]<std::size_t... R>(std::index_sequence<R...>) { map<functions>(in[0], in[1], out[R]...); }
  (std::make_index_sequence<program_of<functions>.results.size()>{});
  print("functions", out, with_bits);
}

}  // namespace

int main(int count, char** arguments) {
  constexpr std::size_t size = decltype(hana::size(activations::catalogue))::value;
  constexpr std::size_t parts = OGIVE_DIGEST_PARTS, part = OGIVE_DIGEST_PART;
  const std::string_view wanted = count > 1 ? arguments[1] : "";
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    const auto one = [&]<std::size_t Place>(std::integral_constant<std::size_t, Place>) {
      constexpr auto entry = hana::at_c<Place>(activations::catalogue);
      if (!wanted.empty() && wanted != entry.name) return;
      print_formula<entry.formula, float>(entry.name, !wanted.empty());
      print_formula<entry.formula, double>(entry.name, !wanted.empty());
    };
    (one(std::integral_constant<std::size_t, part + I * parts>{}), ...);
  }
  (std::make_index_sequence<(size + parts - 1 - part) / parts>{});
  if constexpr (part == 0) {
    if (wanted.empty() || wanted == "functions") {
      print_functions<float>(!wanted.empty());
      print_functions<double>(!wanted.empty());
    }
  }
}
