// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::map_with_bits<f>(in, out, bits): bits are no range of std::uint64_t
#include <cstdint>
#include <vector>

#include <ogive/ogive.hpp>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a, std::vector<unsigned>& bits) { ogive::map_with_bits<max(x, 0)>(a, a, bits); }
#else
void call(std::vector<float>& a, std::vector<std::uint64_t>& bits) { ogive::map_with_bits<max(x, 0)>(a, a, bits); }
#endif
