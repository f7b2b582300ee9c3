// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::map_rows<f>(in..., out, bindings...): out is const; pass a matrix that can be written to
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a, const std::vector<float>& k) { ogive::map_rows<x - row_mean(x)>(a, k); }
#else
void call(std::vector<float>& a, const std::vector<float>& k) { ogive::map_rows<x - row_mean(x)>(k, a); }
#endif
