// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Numbers as text: whatever double is printed, it reads back as itself, and what people typed comes out as they typed
// it.
#include <bit>
#include <charconv>
#include <limits>
#include <random>
#include <string>

#include <catch2/catch.hpp>

#include <ogive/print/number.hpp>

namespace {

std::string printed(double v) {
  char characters[64];
  ogive::detail::sink out{characters};
  ogive::detail::print_number(out, v);
  return {characters, out.size};
}

double read(const std::string& text) {
  double v = 0;
  std::from_chars(text.data(), text.data() + text.size(), v);
  return v;
}

}  // namespace

TEST_CASE("every double reads back as itself") {
  std::mt19937_64 random(20261124);
  for (int n = 0; n != 1'000'000; ++n) {
    // any bits; a moderate number; one of few digits
    const double any = std::bit_cast<double>(random());
    const double moderate = static_cast<double>(random() >> 11) * 0x1p-60;
    const double short_one = static_cast<double>(random() % 100'000) / 1e7;
    for (const double v : {any, moderate, short_one}) {
      if (v - v != 0) continue;
      const std::string text = printed(v);
      if (read(text) != v) FAIL(text << " is another number than " << v);
      if (text.size() > 26) FAIL(text << " is too long");
    }
  }
}

TEST_CASE("numbers of few digits are printed with these") {
  for (int digits = 1; digits < 100'000; digits += 7) {
    for (const char* exponent : {"e-20", "e-12", "e-05", "e+00"}) {
      const std::string typed = std::to_string(digits) + exponent;
      const std::string text = printed(read(typed));
      if (text.size() > 14 || read(text) != read(typed)) FAIL(typed << " is printed as " << text);
    }
  }
  const double infinity = std::numeric_limits<double>::infinity();
  REQUIRE(printed(-infinity) == "-inf");
  REQUIRE(printed(infinity) == "inf");
  REQUIRE(printed(std::numeric_limits<double>::quiet_NaN()) == "nan");
  REQUIRE(printed(-0.0) == "-0");
}
