// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::map_with_bits<f>(in, out, bits): f' has more than two values; keep the input
#include <cstdint>
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a, std::vector<std::uint64_t>& bits) { ogive::map_with_bits<tanh(x)>(a, a, bits); }
#else
void call(std::vector<float>& a, std::vector<std::uint64_t>& bits) { ogive::map_with_bits<max(x, 0)>(a, a, bits); }
#endif
