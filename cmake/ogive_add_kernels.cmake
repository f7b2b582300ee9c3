# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# ogive_add_kernels(NAME FORMULAS header FUNCTIONS formula... [ARCHS sse2 avx2 avx512f])
#
# A library NAME with the header <NAME.hpp> and ordinary functions for formulas of one input:
#     NAME::swish(in, out)    NAME::swish_with_derivative(in, out, slope)    NAME::swish_backward(in, upstream, grad)
# for spans of float and of double; parameters have their initial values. The formulas are compiled once for each
# instruction set, and the first call chooses what the processor and its operating system support.
#
# A template that is instantiated with AVX-512 in one object must not be what the linker takes for all: so the object of
# each instruction set is linked by itself, and all its symbols but one become local.
function(ogive_add_kernels name)
  cmake_parse_arguments(PARSE_ARGV 1 KERNELS "" "FORMULAS" "FUNCTIONS;ARCHS")
  if(NOT KERNELS_FORMULAS OR NOT KERNELS_FUNCTIONS OR KERNELS_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "ogive_add_kernels(${name} FORMULAS header FUNCTIONS formula... [ARCHS arch...]): "
      "something is missing or unknown: ${KERNELS_UNPARSED_ARGUMENTS}")
  endif()
  cmake_path(ABSOLUTE_PATH KERNELS_FORMULAS BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE)
  if(NOT EXISTS ${KERNELS_FORMULAS})
    message(FATAL_ERROR "ogive_add_kernels(${name}): there is no ${KERNELS_FORMULAS}; FORMULAS is the header with the formulas")
  endif()
  set(known sse2 avx2 avx512f)
  set(sse2_flags -march=x86-64)
  set(sse2_test true)
  set(avx2_flags -march=x86-64 -mavx2 -mfma)
  set(avx2_test "__builtin_cpu_supports(\"avx2\") && __builtin_cpu_supports(\"fma\")")
  set(avx512f_flags -march=x86-64 -mavx2 -mfma -mavx512f -mavx512dq -mavx512bw -mavx512vl)
  set(avx512f_test "__builtin_cpu_supports(\"avx512f\") && __builtin_cpu_supports(\"avx512dq\") && "
    "__builtin_cpu_supports(\"avx512bw\") && __builtin_cpu_supports(\"avx512vl\") && __builtin_cpu_supports(\"fma\")")
  string(CONCAT avx512f_test ${avx512f_test})
  foreach(arch IN LISTS KERNELS_ARCHS)
    if(NOT arch IN_LIST known)
      message(FATAL_ERROR "ogive_add_kernels(${name}): ARCHS ${arch} is unknown; choose among ${known}")
    endif()
  endforeach()
  if(NOT KERNELS_ARCHS)
    set(KERNELS_ARCHS ${known})
  endif()
  if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
    set(KERNELS_ARCHS native)   # one version, with what this compiler is told to use
    set(native_flags "")
    set(native_test true)
  endif()

  # GNU's, for lld cannot take groups of templates apart
  find_program(OGIVE_LD NAMES ld.bfd ld REQUIRED)

  # the generated files
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/${name})
  set(KERNELS_NAME ${name})
  set(KERNELS_DECLARATIONS "")
  set(KERNELS_MEMBERS "")
  set(KERNELS_ENTRIES "")
  set(KERNELS_DEFINITIONS "")
  foreach(formula IN LISTS KERNELS_FUNCTIONS)
    string(REGEX REPLACE "^.*::" "" function ${formula})
    foreach(T IN ITEMS float double)
      string(APPEND KERNELS_DECLARATIONS "void ${function}(std::span<const ${T}> in, std::span<${T}> out);\n"
        "void ${function}_with_derivative(std::span<const ${T}> in, std::span<${T}> out, std::span<${T}> slope);\n"
        "void ${function}_backward(std::span<const ${T}> in, std::span<const ${T}> upstream, std::span<${T}> grad);\n")
      string(APPEND KERNELS_MEMBERS "  kernels_of<${T}> ${function}_${T};\n")
      string(APPEND KERNELS_ENTRIES "    make_kernels<::${formula}, ${T}>(),\n")
      string(APPEND KERNELS_DEFINITIONS "void ${function}(std::span<const ${T}> in, std::span<${T}> out) {\n"
        "  running().${function}_${T}.value(in, out);\n}\n"
        "void ${function}_with_derivative(std::span<const ${T}> in, std::span<${T}> out, std::span<${T}> slope) {\n"
        "  running().${function}_${T}.with_derivative(in, out, slope);\n}\n"
        "void ${function}_backward(std::span<const ${T}> in, std::span<const ${T}> upstream, std::span<${T}> grad) {\n"
        "  running().${function}_${T}.backward(in, upstream, grad);\n}\n")
    endforeach()
  endforeach()
  set(KERNELS_TABLES "")
  set(KERNELS_CHOICES "")
  foreach(arch IN LISTS KERNELS_ARCHS)
    string(APPEND KERNELS_TABLES "extern const ${name}::detail::table ${name}_${arch};\n")
    string(PREPEND KERNELS_CHOICES "    {\"${arch}\", [] { return bool(${${arch}_test}); }, &${name}_${arch}},\n")
  endforeach()
  configure_file(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/kernels/kernels.hpp.in ${dir}/${name}.hpp @ONLY)
  configure_file(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/kernels/table.hpp.in ${dir}/${name}_table.hpp @ONLY)
  configure_file(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/kernels/dispatch.cpp.in ${dir}/${name}.cpp @ONLY)

  add_library(${name} STATIC ${dir}/${name}.cpp)
  target_compile_features(${name} PUBLIC cxx_std_20)
  target_include_directories(${name} PUBLIC ${dir})
  target_link_libraries(${name} PRIVATE ogive::ogive)
  foreach(arch IN LISTS KERNELS_ARCHS)
    set(KERNELS_ARCH ${arch})
    configure_file(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/kernels/arch.cpp.in ${dir}/${name}_${arch}.cpp @ONLY)
    add_library(${name}_${arch} OBJECT ${dir}/${name}_${arch}.cpp)
    target_link_libraries(${name}_${arch} PRIVATE ogive::ogive)
    target_compile_options(${name}_${arch} PRIVATE ${${arch}_flags} $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
    set_target_properties(${name}_${arch} PROPERTIES POSITION_INDEPENDENT_CODE ON INTERPROCEDURAL_OPTIMIZATION OFF)
    set(object ${dir}/${name}_${arch}.o)
    add_custom_command(OUTPUT ${object}
      COMMAND ${OGIVE_LD} -r --force-group-allocation -o ${object}.linked $<TARGET_OBJECTS:${name}_${arch}>
      COMMAND ${CMAKE_OBJCOPY} --keep-global-symbol=${name}_${arch} ${object}.linked ${object}
      COMMAND ${CMAKE_COMMAND} -E rm ${object}.linked
      DEPENDS ${name}_${arch} $<TARGET_OBJECTS:${name}_${arch}>
      COMMENT "Making the symbols of ${name}_${arch}.o local" VERBATIM)
    target_sources(${name} PRIVATE ${object})
    set_source_files_properties(${object} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
  endforeach()
endfunction()
