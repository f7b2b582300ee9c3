// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The words of kernel/register.hpp, for scalars and for registers of this machine: what goes in and out of a register,
// the arithmetic and its special cases. Each check compares with plain C++ on the elements.
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/kernel/decompose.hpp>
#include <ogive/kernel/register.hpp>

using namespace ogive::detail;

namespace {

template <class T>
bool same_bits(T a, T b) {
  return std::memcmp(&a, &b, sizeof a) == 0 || (a != a && b != b);
}

template <class T>
const std::vector<T>& special_values() {
  using limits = std::numeric_limits<T>;
  static const std::vector<T> values = {
      T(0), T(-0.0), T(1), T(-1), T(0.75), T(1.5), T(2.5), T(-2.5), T(0.5), T(3.75), T(-1e-3), T(1e10), limits::min(), -limits::min(),
      limits::denorm_min(), -limits::denorm_min(), limits::min() / 8, limits::max(), -limits::max(), limits::infinity(),
      -limits::infinity(), limits::quiet_NaN()};
  return values;
}

/// f on registers full of each pair of special values, and expected on the same pair of scalars.
template <class V, class F, class E>
void check_pairs(F f, E expected) {
  using T = element_t<V>;
  for (T a : special_values<T>()) {
    for (T b : special_values<T>()) {
      T out[lanes<V>];
      store(out, f(V(a), V(b)));
      for (T y : out) {
        CAPTURE(a, b, y);
        CHECK(same_bits(y, static_cast<T>(expected(a, b))));
      }
    }
  }
}

}  // namespace

TEMPLATE_TEST_CASE("register: loads and stores touch what they name", "", float, double, native_batch<float>, native_batch<double>) {
  using V = TestType;
  using T = element_t<V>;
  constexpr std::size_t n = lanes<V>;
  for (std::size_t shift = 0; shift != 3; ++shift) {
    for (std::size_t count = 0; count <= n; ++count) {
      // exact blocks, so that a sanitizer or valgrind sees a step too far
      std::vector<T> in(count + shift), out(n + shift + 1, T(-7));
      for (std::size_t i = 0; i != in.size(); ++i) in[i] = T(i + 1);
      const V a = load_partial<V>(in.data() + shift, count, T(9));
      T all[n];
      store(all, a);
      for (std::size_t i = 0; i != n; ++i) CHECK(all[i] == (i < count ? T(i + shift + 1) : T(9)));
      store_partial(out.data() + shift, a, count);
      for (std::size_t i = 0; i != out.size(); ++i) CHECK(out[i] == (i >= shift && i < shift + count ? T(i + 1) : T(-7)));
      store(all, zero_from(V(std::numeric_limits<T>::quiet_NaN()), count));
      for (std::size_t i = 0; i != n; ++i) CHECK(same_bits(all[i], i < count ? std::numeric_limits<T>::quiet_NaN() : T(0)));
    }
    std::vector<T> in(n + shift);
    for (std::size_t i = 0; i != in.size(); ++i) in[i] = T(i);
    std::vector<T> out(n + shift, T(-1));
    store(out.data() + shift, load<V>(in.data() + shift));
    for (std::size_t i = shift; i != in.size(); ++i) CHECK(out[i] == in[i]);
  }
}

TEMPLATE_TEST_CASE("register: the sum of the lanes adds halves", "", float, double, native_batch<float>, native_batch<double>) {
  using V = TestType;
  using T = element_t<V>;
  T value[lanes<V>];
  for (std::size_t i = 0; i != lanes<V>; ++i) value[i] = T(1) / T(3 * i + 1) * (i % 2 ? T(-1000) : T(1));
  const T sum = reduce_add(load<V>(value));
  for (std::size_t width = lanes<V> / 2; width != 0; width /= 2) {
    for (std::size_t i = 0; i != width; ++i) value[i] += value[i + width];
  }
  CHECK(sum == value[0]);
}

TEMPLATE_TEST_CASE("register: comparisons, selection, signs", "", float, double, native_batch<float>, native_batch<double>) {
  using V = TestType;
  using T = element_t<V>;
  const V one(T(1)), zero(T(0));
  check_pairs<V>([&](V a, V b) { return choose(less(a, b), one, zero); }, [](T a, T b) { return a < b; });
  check_pairs<V>([&](V a, V b) { return choose(less_equal(a, b), one, zero); }, [](T a, T b) { return a <= b; });
  check_pairs<V>([&](V a, V b) { return choose(equal(a, b), one, zero); }, [](T a, T b) { return a == b; });
  check_pairs<V>([&](V a, V) { return choose(is_nan(a), one, a); }, [](T a, T) { return std::isnan(a) ? T(1) : a; });
  check_pairs<V>([](V a, V b) { return copy_sign(a, b); }, [](T a, T b) { return std::copysign(a, b); });
  check_pairs<V>([](V a, V) { return absolute(a); }, [](T a, T) { return std::fabs(a); });
  check_pairs<V>([](V a, V) { return negate(a); }, [](T a, T) { return -a; });
  check_pairs<V>([](V a, V) { return clamp(a, T(-1), T(2)); }, [](T a, T) { return a < T(-1) ? T(-1) : a > T(2) ? T(2) : a; });
  check_pairs<V>([](V a, V) { return clamp(a, T(0), T(2)); }, [](T a, T) { return a < T(0) ? T(0) : a > T(2) ? T(2) : a; });
  T out[lanes<V>];
  store(out, negate(zero));
  for (T y : out) CHECK(std::signbit(y));
}

TEMPLATE_TEST_CASE("register: arithmetic", "", float, double, native_batch<float>, native_batch<double>) {
  using V = TestType;
  using T = element_t<V>;
  check_pairs<V>([](V a, V) { return square_root(a); }, [](T a, T) { return std::sqrt(a); });
  check_pairs<V>([](V a, V b) { return divide(a, b); }, [](T a, T b) { return a / b; });
  for (T b = T(1); b < T(2); b += T(1) / T(64)) CHECK(reduce_add(zero_from(divide(V(T(1)), V(b)), 1)) == T(1) / b);
  const T c = T(1) / T(3);
  if constexpr (has_fused_multiply_add) {
    check_pairs<V>([&](V a, V b) { return multiply_add(a, b, V(c)); }, [&](T a, T b) { return std::fma(a, b, c); });
    check_pairs<V>([&](V a, V b) { return negate_multiply_add(a, b, V(c)); }, [&](T a, T b) { return std::fma(-a, b, c); });
    // the square of 1 + ulp is 1 + 2 ulp, and ulp² that only a fused operation sees
    const T e = std::numeric_limits<T>::epsilon();
    CHECK(reduce_add(zero_from(multiply_add(V(1 + e), V(1 + e), V(-1 - 2 * e)), 1)) == e * e);
  }
  const T a = T(1.1), p = a * a;
  CHECK(reduce_add(zero_from(product_error(V(a), V(a), V(p)), 1)) == std::fma(a, a, -p));
  CHECK(reduce_add(zero_from(exact_difference(V(T(1)), V(a), V(1 / a)), 1)) == std::fma(-a, 1 / a, T(1)));
}

/// a · 2^n as an exponential has it: n with exponent_magic, and limited.
template <class V>
constexpr V scaled(const V& a, const V& n) {
  using T = element_t<V>;
  constexpr T magic = exponent_magic<T>;
  const V shifted = n + V(magic);
  return scale(a, shifted, V(clamp(shifted, magic + 1 - format<T>::bias, magic + format<T>::bias)));
}

TEMPLATE_TEST_CASE("register: powers of two", "", float, double, native_batch<float>, native_batch<double>) {
  using V = TestType;
  using T = element_t<V>;
  const int widest = 2 * static_cast<int>(format<T>::bias) - 2;
  for (T a : special_values<T>()) {
    for (int n = -widest; n <= widest; n += (n > -1100 && n < 1100 ? 1 : 7)) {
      T out[lanes<V>];
      store(out, scaled(V(a), V(T(n))));
      CAPTURE(a, n, out[0]);
      // two factors: a tiny number may not come back from far above the largest
      if (std::isfinite(a) && std::fabs(a) < T(1e-6) && n > 0) continue;
      for (T y : out) REQUIRE(same_bits(y, std::ldexp(a, n)));
    }
    if (std::isnan(a)) continue;
    T mantissa[lanes<V>], exponent[lanes<V>];
    const decomposed<V> parts = decompose(V(a));
    store(mantissa, parts.mantissa);
    store(exponent, parts.exponent);
    for (std::size_t i = 0; i != lanes<V>; ++i) {
      CAPTURE(a, mantissa[i], exponent[i]);
      if (a < 0) {
        CHECK(std::isnan(mantissa[i]));
      } else if (a == 0 || std::isinf(a)) {
        CHECK(exponent[i] == (a == 0 ? -infinity<T> : infinity<T>));
        CHECK(std::isfinite(mantissa[i]));
      } else {
        CHECK((mantissa[i] >= T(0.75) && mantissa[i] < T(1.5)));
        CHECK(std::ldexp(mantissa[i], static_cast<int>(exponent[i])) == a);
      }
    }
  }
  for (int n = 1 - static_cast<int>(format<T>::bias); n <= static_cast<int>(format<T>::bias); ++n) {
    CHECK(reduce_add(zero_from(power_of_two(V(T(n))), 1)) == std::ldexp(T(1), n));
  }
  for (T a : {T(0.5), T(1.5), T(2.5), T(-0.5), T(-1.5), T(0.49), T(1e5) + T(0.25)}) {
    CHECK(reduce_add(zero_from(nearest_integer(V(a)), 1)) == std::nearbyint(a));
  }
}

namespace in_constant_expressions {
static_assert(multiply_add(1 + 0x1p-52, 1 + 0x1p-52, -1 - 0x1p-51) == 0x1p-104);
static_assert(multiply_add(1.0f + 0x1p-23f, 1.0f + 0x1p-23f, -1.0f - 0x1p-22f) == 0x1p-46f);
static_assert(multiply_add(1e300, 1e-300, 1.0) == 2.0 && multiply_add(infinity<double>, 1.0, 0.0) == infinity<double>);
static_assert(square_root(2.0) == 1.4142135623730951 && square_root(2.0f) == 1.41421356f && square_root(0x1p-1074) == 0x1p-537);
static_assert(copy_sign(1.0, -0.0) == -1 && absolute(-2.0f) == 2 && negate(1.0) == -1 && broadcast<float>(1e300) == infinity<float>);
static_assert(scaled(1.0, 2000.0) == infinity<double> && scaled(1.0, -1074.0) == 0x1p-1074 && scaled(1.5f, -149.0f) == 0x1p-148f);
static_assert(decompose(0x1p-1074).exponent == -1074 && decompose(1.5f).exponent == 1 && decompose(0.0).exponent == -infinity<double>);
}  // namespace in_constant_expressions
