// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::map<f>(in..., out, bindings...): out is const; pass a range that can be written to
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(const std::vector<float>& a, const std::vector<float>& b) { ogive::map<2 * x>(a, b); }
#else
void call(const std::vector<float>& a, std::vector<float>& b) { ogive::map<2 * x>(a, b); }
#endif
