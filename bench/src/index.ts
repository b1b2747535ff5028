export { benchmarks } from './benchmarks/all.ts'
